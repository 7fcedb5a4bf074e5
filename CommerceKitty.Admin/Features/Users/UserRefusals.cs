using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.Account;
using Microsoft.AspNetCore.Identity;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>Refusals of changes to users.</summary>
internal static class UserRefusals
{
    public static readonly Error NoSuchUser = Error.NotFound("user");

    public static readonly Error PasswordMissing =
        Error.Invalid("password", $"Enter a password of at least {PasswordRules.MinimumLength} characters.");

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
