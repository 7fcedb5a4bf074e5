using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>Hashes passwords in one Unicode form, so that a password works on every keyboard: one sends é as a single character, another
/// as two. The only place that turns passwords into hashes.</summary>
public sealed class UnicodePasswordHasher(IOptions<PasswordHasherOptions> options) : PasswordHasher<User>(options)
{
    /// <inheritdoc/>
    public override string HashPassword(User user, string password) => base.HashPassword(user, UnicodeForms.OfPassword(password));

    /// <inheritdoc/>
    public override PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
    {
        var normalized = UnicodeForms.OfPassword(providedPassword);
        var result = base.VerifyHashedPassword(user, hashedPassword, normalized);
        if (result != PasswordVerificationResult.Failed)
            return result;
        // Hashes from before this form. What is tried depends on what was typed alone, never on the account.
        foreach (var form in new[] { providedPassword, UnicodeForms.Composed(providedPassword) }.Where(f => f != normalized).Distinct())
        {
            if (base.VerifyHashedPassword(user, hashedPassword, form) != PasswordVerificationResult.Failed)
                return PasswordVerificationResult.SuccessRehashNeeded;
        }

        return PasswordVerificationResult.Failed;
    }
}
