using System.Globalization;

namespace CommerceKitty.Admin.Common;

/// <summary>Reads the filters of the API's lists as they stand in a query string; a filter without a text is none.</summary>
public static class QueryValues
{
    private static readonly string[] TimeFormats =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd"];

    /// <summary>Reads an id.</summary>
    /// <returns>Null, or the refusal of what is no id.</returns>
    public static Error? TryReadId(string? text, string field, out int? id)
    {
        id = null;
        if (string.IsNullOrEmpty(text))
            return null;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var read))
            return Error.Invalid(field, $"The {field} is not the number of one.");
        id = read;
        return null;
    }

    /// <summary>Reads a point in time in ISO 8601; without an offset it is UTC, without a time of day the day's beginning.</summary>
    /// <returns>Null, or the refusal of what is no time.</returns>
    public static Error? TryReadTime(string? text, string field, out DateTime? time)
    {
        time = null;
        if (string.IsNullOrEmpty(text))
            return null;
        if (!DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read))
            return Error.Invalid(
                field,
                $"The {field} is not a time like 2026-11-23T09:00:00Z or 2026-11-23. A plus sign in an address is written %2B.");
        time = read.UtcDateTime;
        return null;
    }

    /// <summary>Reads <c>true</c> or <c>false</c>.</summary>
    /// <returns>Null, or the refusal of anything else.</returns>
    public static Error? TryReadBoolean(string? text, string field, out bool? value)
    {
        value = text switch { "true" => true, "false" => false, _ => null };
        return value is null && !string.IsNullOrEmpty(text) ? Error.Invalid(field, $"The {field} is not one of true and false.") : null;
    }

    /// <summary>Reads the kebab-case name of an enum's member.</summary>
    /// <param name="text">As it came.</param>
    /// <param name="field">The API's name of the filter.</param>
    /// <param name="value">The member; null when none is named.</param>
    /// <param name="orElse">More that the caller understands, for the message.</param>
    /// <returns>Null, or the refusal of a name that does not exist.</returns>
    public static Error? TryReadName<TEnum>(string? text, string field, out TEnum? value, params IEnumerable<string> orElse)
        where TEnum : struct, Enum
    {
        value = null;
        if (string.IsNullOrEmpty(text))
            return null;
        foreach (var member in Enum.GetValues<TEnum>())
        {
            if (NameOf(member) == text)
                value = member;
        }

        return value is null
            ? Error.Invalid(field, $"The {field} is not one of {string.Join(", ", Enum.GetValues<TEnum>().Select(NameOf).Concat(orElse))}.")
            : null;
    }

    private static string NameOf<TEnum>(TEnum member)
        where TEnum : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(member.ToString());
}
