using System.Globalization;
using System.Text;
using CommerceKitty.Admin.Data;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>Makes the address of an integration user that was added without one. It is what such a user is named by in the API and at the
/// command line; no mail can ever reach it.</summary>
public static class IntegrationEmail
{
    /// <summary>Never a host of the internet (RFC 6761 §6.4).</summary>
    public const string Domain = "integration.invalid";

    private const int LongestName = 48;

    /// <summary>An address that no user has yet, from the user's name: "nightly-sync@integration.invalid".</summary>
    public static async Task<string> MakeAsync(CommerceKittyDbContext db, string name, CancellationToken ct)
    {
        var local = LocalPartOf(name);
        var beginning = local.ToUpperInvariant();
        var taken = await db.Users.Where(u => u.NormalizedEmail!.StartsWith(beginning)).Select(u => u.NormalizedEmail).ToHashSetAsync(ct);
        for (var number = 1; ; number++)
        {
            var email = number == 1
                ? $"{local}@{Domain}"
                : string.Create(CultureInfo.InvariantCulture, $"{local}-{number}@{Domain}");
            if (!taken.Contains(email.ToUpperInvariant()))
                return email;
        }
    }

    /// <summary>The name in ASCII letters, digits and hyphens; "integration" when nothing of it is left.</summary>
    public static string LocalPartOf(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name.Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
                text.Append(c);
            else if (text.Length > 0 && text[^1] != '-' && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                text.Append('-');
        }

        var local = text.ToString(0, Math.Min(text.Length, LongestName)).Trim('-');
        return local.Length == 0 ? "integration" : local;
    }
}
