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
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>Recognizes a browser that somebody signed in with before, by a signed cookie per account (OWASP's "device cookies"). It lets
/// nobody in: it only has wrong passwords counted apart from those of strangers (<see cref="PasswordTries"/>).</summary>
public sealed class KnownDevices(IDataProtectionProvider protection, IHostEnvironment environment)
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
        if (http.Request.Cookies[CookieName(userId)] is not { Length: > 0 and < 1000 } cookie)
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
        http.Response.Cookies.Append(CookieName(userId), value, new CookieOptions
        {
            HttpOnly = true,
            Secure = !environment.IsDevelopment() || http.Request.IsHttps,
            SameSite = SameSiteMode.Strict,
            Path = "/",
            MaxAge = Memory,
            IsEssential = true,
        });
    }

    // __Host- needs HTTPS; a developer's machine serves http://localhost.
    private string CookieName(int userId) =>
        string.Create(CultureInfo.InvariantCulture, $"{(environment.IsDevelopment() ? null : "__Host-")}CommerceKitty.Device.{userId}");
}
