using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace CommerceKitty.Admin.Access;

/// <summary>A key that lets in, with what its user may do at this moment. Remembered with the key, and so is what the web server's
/// pipeline wants to know about it: a request that comes from where the last one came from allocates nothing.</summary>
/// <param name="key">The key.</param>
/// <param name="user">Whose permissions it has.</param>
/// <param name="value">The hash of the value that was sent.</param>
public sealed class KeyAccess(KeyState key, UserAccess user, KeyHash value)
{
    private Admission? _last;

    /// <summary>The key's id.</summary>
    public int ApiKeyId => key.Id;

    /// <summary>Whose permissions it has.</summary>
    public UserAccess User => user;

    /// <summary>What the key's user may do (R2).</summary>
    public PermissionSet Permissions { get; } = user.Permissions;

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
