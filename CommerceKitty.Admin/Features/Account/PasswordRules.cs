using System.Security.Cryptography;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using Microsoft.AspNetCore.Identity;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>What a new password must be (OWASP ASVS 5, 6.2): long enough and hard to guess. There are no rules about kinds of
/// characters. How hard it is to guess is estimated by zxcvbn, which knows common passwords, words, names, dates and keyboard patterns in
/// plain and l33t spelling (docs/decisions/0012).</summary>
public sealed class PasswordRules : IPasswordValidator<User>
{
    /// <summary>The minimum length, in UTF-16 units.</summary>
    public const int MinimumLength = 12;

    /// <summary>The maximum length. A longer password would only cost time to hash.</summary>
    public const int MaximumLength = 256;

    /// <summary>The lowest accepted score of 0 to 4. From 3 on a password withstands an offline attack on a slow hash (10,000 guesses a
    /// second) for weeks; below that for days at most.</summary>
    private const int MinimumScore = 3;

    /// <summary>How many characters are scored. The cost of an estimate grows with the square of the length (64 characters: up to 60 ms and
    /// 30 MB), and the characters after these only make a password harder to guess.</summary>
    private const int ScoredLength = 64;

    /// <summary>The fewest different characters. The estimator does not recognize a repeated sequence such as <c>ababab…</c>.</summary>
    private const int MinimumDistinct = 5;

    /// <summary>The alphabet of generated passwords: no characters that look alike.</summary>
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>The product's own words, which an attacker tries first.</summary>
    private static readonly string[] ProductWords = ["commerce", "kitty", "commercekitty"];

    /// <summary>A strong password from the system's CSPRNG, in groups that a person can copy from paper: 116 bits.</summary>
    public static string Generate() =>
        string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 5)));

    /// <inheritdoc/>
    public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password)
    {
        // As it is hashed: decomposed letters are one character each.
        var text = UnicodeForms.OfPassword(password ?? string.Empty);
        if (text.Length > MaximumLength)
            return Refuse("PasswordTooLong", $"The password is longer than {MaximumLength} characters. Enter a shorter one.");
        // Identity's own validator reports a password that is too short as it was typed.
        if (text.Length < MinimumLength)
        {
            return password?.Length >= MinimumLength
                ? Refuse("PasswordTooShort", $"Passwords must be at least {MinimumLength} characters.")
                : Task.FromResult(IdentityResult.Success);
        }

        if (text.Distinct().Count() < MinimumDistinct)
            return Refuse("PasswordRepeats", "The password repeats the same few characters. Use several unrelated words.");
        var personal = WordsOf(user);
        var scored = text[..Math.Min(text.Length, ScoredLength)];
        var estimate = Zxcvbn.Zxcvbn.MatchPassword(scored, [.. ProductWords, .. personal]);
        if (estimate.Score >= MinimumScore)
            return Task.FromResult(IdentityResult.Success);
        return estimate.MatchSequence.Any(m => personal.Contains(m.Token.ToLowerInvariant()))
            ? Refuse(
                "PasswordPersonal",
                "The password is easy to guess because it contains your name or email. Use several unrelated words.")
            : Refuse("PasswordCommon", "The password is easy to guess. Use four or more unrelated words, or a password manager.");
    }

    /// <summary>The user's names and email, whole and in parts, in lower case.</summary>
    private static HashSet<string> WordsOf(User user)
    {
        var email = user.Email ?? string.Empty;
        string[] whole = [email, email.Split('@')[0], user.FirstName, user.LastName, user.FirstName + user.LastName];
        return
        [
            .. whole.Concat(whole.SelectMany(w => w.Split('@', '.', '-', '_', '+', ' ')))
                .Where(w => w.Length > 2)
                .Select(w => w.ToLowerInvariant()),
        ];
    }

    private static Task<IdentityResult> Refuse(string code, string description) =>
        Task.FromResult(IdentityResult.Failed(new IdentityError { Code = code, Description = description }));
}
