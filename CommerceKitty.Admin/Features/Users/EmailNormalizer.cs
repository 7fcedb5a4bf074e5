using CommerceKitty.Admin.Common;
using Microsoft.AspNetCore.Identity;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>The form in which emails and names of groups are compared: composed and in upper case. A letter outside ASCII never becomes one
/// of ASCII: else the long s in <c>ſam@example.com</c> would take the place of <c>sam@example.com</c>.</summary>
public sealed class EmailNormalizer : ILookupNormalizer
{
    /// <inheritdoc/>
    public string? NormalizeEmail(string? email) => Normalize(email);

    /// <inheritdoc/>
    public string? NormalizeName(string? name) => Normalize(name);

    private static string? Normalize(string? text) => text is null ? null : string.Concat(UnicodeForms.Composed(text).Select(Upper));

    private static char Upper(char c)
    {
        var upper = char.ToUpperInvariant(c);
        return char.IsAscii(upper) && !char.IsAscii(c) ? c : upper;
    }
}
