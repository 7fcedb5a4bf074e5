using System.Globalization;

namespace CommerceKitty.Admin.Common;

/// <summary>What rows are sorted by, as text in a cursor.</summary>
internal static class SliceValues
{
    public static string Write(object value) => value is DateTime time
        ? time.Ticks.ToString(CultureInfo.InvariantCulture)
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    /// <summary>Reads what <see cref="Write"/> wrote; false for what it cannot have written.</summary>
    public static bool TryRead<TValue>(string text, out TValue? value)
    {
        object? read = null;
        if (typeof(TValue) == typeof(string))
            read = text.Any(char.IsControl) ? null : text;
        else if (
            typeof(TValue) == typeof(DateTime)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTime.MaxValue.Ticks)
            read = new DateTime(ticks, DateTimeKind.Utc);
        else if (
            typeof(TValue) == typeof(decimal)
            && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount)
            && Math.Abs(amount) <= Money.MaximumTotal)
            read = amount;
        else if (
            typeof(TValue) == typeof(long)
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            read = number;
        else if (
            typeof(TValue) == typeof(int)
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small))
            read = small;
        value = read is null ? default : (TValue)read;
        return read is not null;
    }
}
