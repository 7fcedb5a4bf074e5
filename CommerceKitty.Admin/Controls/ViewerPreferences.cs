using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Controls;

/// <summary>What the browser told us with the page's request. It goes to the circuit as a root component's parameter, which the
/// framework signs, so the browser cannot change the address on the way.</summary>
/// <param name="Dark">Dark colours.</param>
/// <param name="TimeZone">The viewer's IANA time zone; empty when not known yet.</param>
/// <param name="Address">The viewer's address, for the audit trail.</param>
/// <param name="Lists">How the viewer looks at lists, for <see cref="ListViews"/>.</param>
/// <param name="Language">The viewer's preferred language as a BCP 47 tag, for numbers they type; empty when not known.</param>
/// <param name="Fonts">The browser has the fonts.</param>
public sealed record ViewerPreferences(bool Dark, string TimeZone, string Address, string Lists = "", string Language = "",
    bool Fonts = false)
{
    /// <summary>The cookie that app.js writes: <c>dark</c> or <c>light</c>.</summary>
    public const string ThemeCookie = "theme";

    /// <summary>The cookie that app.js writes: what the system asks for, where nothing was chosen here.</summary>
    public const string SystemThemeCookie = "system-theme";

    /// <summary>The cookie that app.js writes: an IANA time zone.</summary>
    public const string TimeZoneCookie = "timezone";

    /// <summary>The cookie that app.js writes: what <see cref="ListViews.ToText"/> gave it.</summary>
    public const string ListsCookie = "lists";

    /// <summary>The cookie that app.js writes once the browser has loaded the fonts.</summary>
    public const string FontsCookie = "fonts";

    /// <summary>Reads the cookies; before there is one, the browser's colour hint decides.</summary>
    public static ViewerPreferences Of(HttpContext http)
    {
        var theme = http.Request.Cookies[ThemeCookie]
            ?? http.Request.Cookies[SystemThemeCookie]
            ?? http.Request.Headers["Sec-CH-Prefers-Color-Scheme"].ToString().Trim('"');
        var zone = http.Request.Cookies[TimeZoneCookie];
        return new(
            string.Equals(theme, "dark", StringComparison.Ordinal),
            zone is { Length: < 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : string.Empty,
            AddressText.Of(http.Connection.RemoteIpAddress),
            http.Request.Cookies[ListsCookie] is { Length: <= ListViews.MaximumLength } lists ? lists : string.Empty,
            LanguageOf(http),
            http.Request.Cookies.ContainsKey(FontsCookie));
    }

    private static string LanguageOf(HttpContext http) =>
        http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => l.Value.ToString())
            .FirstOrDefault(l => l.Length is > 0 and < 36 && l != "*") ?? string.Empty;
}
