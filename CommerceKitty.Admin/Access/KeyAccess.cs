using System.Globalization;
using System.Net;
using System.Security.Claims;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Primitives;

namespace CommerceKitty.Admin.Access;

/// <summary>An accepted key, with what its user may do at this moment. Remembered with the key, and so is what the web server's
/// pipeline wants to know about it: a request that comes from where the last one came from allocates nothing.</summary>
/// <param name="key">The key.</param>
/// <param name="user">Whose permissions it has.</param>
/// <param name="value">The hash of the value that was sent.</param>
public sealed class KeyAccess(KeyState key, UserAccess user, KeyHash value)
{
    /// <summary>The name of the header that says when a key ends, in its last days (design §9).</summary>
    public const string ExpiresHeader = "Commerce-Kitty-Key-Expires";

    private static readonly TimeSpan Announced = TimeSpan.FromDays(AccountSettings.ExpiringDays);

    private Admission? _last;
    private StringValues _expires;

    /// <summary>The key's id.</summary>
    public int ApiKeyId => key.Id;

    /// <summary>The key's own state, as it was found by the value that was sent.</summary>
    public KeyState State => key;

    /// <summary>The hash of the value that was sent.</summary>
    internal KeyHash Value => value;

    /// <summary>Whose permissions it has.</summary>
    public UserAccess User => user;

    /// <summary>What the key's user may do (R2).</summary>
    public PermissionSet Permissions { get; } = user.Permissions;

    /// <summary>The value of <see cref="ExpiresHeader"/> now; empty when the key does not end soon. Made once.</summary>
    public StringValues ExpiresIn(TimeProvider time)
    {
        if (key.ExpiresAt is not { } end || end - time.GetUtcNow().UtcDateTime > Announced)
            return default;
        if (_expires.Count == 0)
            _expires = end.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return _expires;
    }

    /// <summary>The answer of authentication for a caller at this address.</summary>
    public Task<AuthenticateResult> AdmittedFrom(IPAddress? address)
    {
        var last = _last;
        return last is not null && Equals(last.Address, address) ? last.Result : (_last = Admit(address)).Result;
    }

    private Admission Admit(IPAddress? address)
    {
        var principal = new ApiKeyPrincipal(
            Actor.ByKey(user, key.Id, address, value, key.RequestsPerMinute),
            new ClaimsIdentity(SignInSchemes.ApiKey),
            this);
        return new(address, Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(principal, SignInSchemes.ApiKey))));
    }

    private sealed record Admission(IPAddress? Address, Task<AuthenticateResult> Result);
}
