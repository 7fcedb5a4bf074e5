using System.Text.RegularExpressions;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>Keeps redirects within this site: a sign-in link must not send people elsewhere (OWASP ASVS 5, 3.7.2).</summary>
public static partial class LocalUrl
{
    /// <summary>The address when it is a path of this site, else <paramref name="fallback"/>. What a header cannot hold is
    /// percent-encoded, as browsers do it.</summary>
    public static string Or(string? url, string fallback) =>
        url is ['/', ..] && !(url.Length > 1 && url[1] is '/' or '\\') && !url.Any(char.IsControl)
            ? NotInHeaders().Replace(url, match => Uri.EscapeDataString(match.Value))
            : fallback;

    [GeneratedRegex("[^!-~]+", RegexOptions.None, 1000)]
    private static partial Regex NotInHeaders();
}
