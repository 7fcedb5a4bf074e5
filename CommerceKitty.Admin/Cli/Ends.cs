using System.CommandLine.Parsing;
using System.Globalization;
using CommerceKitty.Admin.Features.ApiKeys;

namespace CommerceKitty.Admin.Cli;

/// <summary>Reads when a key is to end. What is neither a date nor <c>never</c> is refused: no typing error makes a key that never
/// ends.</summary>
internal static class Ends
{
    /// <summary>What can be said.</summary>
    public const string Usage =
        "must be never, or a date and time with its zone, for example 2026-12-31 (0:00 UTC) or 2026-12-31T18:00+01:00.";

    private static readonly string[] WithZone = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK"];

    /// <summary>The end; null when the text says none.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="reason">Why it never ends.</param>
    public static KeyEnd? Read(string text, string? reason = null)
    {
        if (text == "never")
            return KeyEnd.Never(reason);
        if (DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return KeyEnd.On(DateTime.SpecifyKind(day, DateTimeKind.Utc));
        // A time of day without a zone could be anybody's.
        return text.Length > 0 && (text[^1] == 'Z' || text.LastIndexOfAny(['+', '-']) > "yyyy-MM-dd".Length)
            && DateTimeOffset.TryParseExact(text, WithZone, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? KeyEnd.On(at.UtcDateTime)
            : null;
    }

    /// <summary>Reads an argument or option.</summary>
    /// <param name="name">How the refusal names it.</param>
    public static Func<ArgumentResult, string> One(string name) => result =>
    {
        var text = result.Tokens[0].Value;
        if (Read(text) is null)
            result.AddError($"{name} {Usage}");
        return text;
    };
}
