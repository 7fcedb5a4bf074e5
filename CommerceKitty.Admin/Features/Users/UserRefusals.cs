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
using Microsoft.AspNetCore.Identity;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>What is refused to whoever changes users, in words.</summary>
internal static class UserRefusals
{
    public static readonly Error NoSuchUser = Error.NotFound("user");

    public static readonly Error PasswordMissing =
        Error.Invalid("password", $"Password is missing. Choose one of at least {PasswordRules.MinimumLength} characters.");

    public static readonly Error OnlyOwner =
        new(ErrorKind.Forbidden, "only-owner", "Only the account owner may do this for the owner's account.");

    /// <summary>What Identity refused, as refusals of fields in our words.</summary>
    public static Error? Of(IdentityResult result)
    {
        if (result.Succeeded)
            return null;
        if (
            result.Errors.Any(e =>
                e.Code is nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName)))
            return Error.Invalid("email", "Email already belongs to another user. Each user needs an email of its own.");
        var password = result
            .Errors.Where(e => e.Code.StartsWith("Password", StringComparison.Ordinal))
            .Select(e => e.Description)
            .ToArray();
        return password.Length > 0
            ? Error.Invalid(new Dictionary<string, string[]> { ["password"] = password })
            : Error.ChangedMeanwhile;
    }
}
