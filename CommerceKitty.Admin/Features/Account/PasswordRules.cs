using System.Security.Cryptography;
using CommerceKitty.Admin.Entities;
using Microsoft.AspNetCore.Identity;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>What a password must be (OWASP ASVS 5, 6.2): long, not a well-known one, not made of the account's own words.
/// No rules about kinds of characters.</summary>
public sealed class PasswordRules : IPasswordValidator<User>
{
    /// <summary>Shortest password, in UTF-16 units.</summary>
    public const int MinimumLength = 12;

    /// <summary>Longest password: beyond it hashing only costs.</summary>
    public const int MaximumLength = 256;

    /// <summary>What generated passwords are made of: no characters that look like others.</summary>
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>What well-known passwords of 12 and more characters are made of, in lower case, digits and signs removed.</summary>
    private static readonly string[] CommonStems =
    [
        "password", "passwort", "qwerty", "qwertyuiop", "asdfghjkl", "azerty", "zxcvbnm", "letmein", "welcome", "iloveyou", "admin",
        "administrator", "changeme", "default", "dragon", "monkey", "sunshine", "princess", "football", "baseball", "superman", "batman",
        "trustno",
        "master",
        "secret",
        "login",
        "abcdefghijkl",
        "abc",
        "test",
        "testtest",
        "guest",
        "root",
        "commercekitty",
        "kitty",
        "commerce",
    ];

    /// <summary>A strong password from the system's CSPRNG, in groups that a person can copy from paper: 116 bits.</summary>
    public static string Generate() =>
        string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 5)));

    /// <inheritdoc/>
    public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password)
    {
        var text = password ?? string.Empty;
        if (text.Length > MaximumLength)
            return Refuse("PasswordTooLong", $"The password is longer than {MaximumLength} characters. Shorten it.");
        if (text.Distinct().Count() < 5)
            return Refuse("PasswordRepeats", "The password repeats too few characters. Use a phrase of several words.");
        var letters = new string([.. text.ToLowerInvariant().Where(char.IsLetter)]);
        if (letters.Length == 0 || CommonStems.Any(s => letters == s || letters == s + s))
            return Refuse("PasswordCommon", "This password is too well known. Use a phrase of several words.");
        var own = new[] { user.Email?.Split('@')[0], user.FirstName + user.LastName }
            .Where(w => w is { Length: > 3 })
            .Select(w => new string([.. w!.ToLowerInvariant().Where(char.IsLetter)]));
        return own.Any(w => w.Length > 3 && letters == w)
            ? Refuse("PasswordPersonal", "The password is made of your own name or email. Use a phrase of several words.")
            : Task.FromResult(IdentityResult.Success);
    }

    private static Task<IdentityResult> Refuse(string code, string description) =>
        Task.FromResult(IdentityResult.Failed(new IdentityError { Code = code, Description = description }));
}
