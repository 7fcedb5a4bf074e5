using System.Globalization;
using System.Security.Cryptography;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Features.Users;
using Microsoft.AspNetCore.DataProtection;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>Recognizes a browser that someone signed in with before, by a signed cookie per account (OWASP's "device cookies"). It lets
/// nobody in: it only has wrong passwords counted apart from those of strangers (<see cref="PasswordTries"/>).</summary>
public sealed class KnownDevices(IDataProtectionProvider protection)
{
    /// <summary>How long a browser stays known without another sign-in.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(180);

    private readonly ITimeLimitedDataProtector _protector = protection
        .CreateProtector("CommerceKitty.KnownDevices")
        .ToTimeLimitedDataProtector();

    /// <summary>The name of the browser at which this account signed in before; null when it never did, or the cookie is of another
    /// account, too old or forged.</summary>
    public string? Find(HttpContext http, int userId)
    {
        if (http.Request.Cookies[CookieName(http, userId)] is not { Length: > 0 and < 1000 } cookie)
            return null;
        try
        {
            var of = _protector.Unprotect(cookie).Split(' ');
            return of is [var id, var device] && id == userId.ToString(CultureInfo.InvariantCulture) ? device : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Makes the browser a known one of this account. One that is known keeps its name, and with it its counter: a copied cookie
    /// gives nobody more tries.</summary>
    public void Remember(HttpContext http, int userId)
    {
        var device = Find(http, userId) ?? RandomNumberGenerator.GetHexString(32, lowercase: true);
        var value = _protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{userId} {device}"), Memory);
        http.Response.Cookies.Append(CookieName(http, userId), value, new CookieOptions
        {
            HttpOnly = true,
            Secure = http.Request.IsHttps,
            SameSite = SameSiteMode.Strict,
            Path = "/",
            MaxAge = Memory,
            IsEssential = true,
        });
    }

    private static string CookieName(HttpContext http, int userId) =>
        HostCookies.NameFor(http, string.Create(CultureInfo.InvariantCulture, $"CommerceKitty.Device.{userId}"));
}
