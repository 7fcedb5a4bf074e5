using System.Globalization;
using System.Text.Json;
using CsvHelper;

namespace CommerceKitty.Admin.Features.Csv;

/// <summary>Fields of exports.</summary>
public static class CsvFields
{
    /// <summary>Writes a text so that no spreadsheet takes it for a formula; null as nothing.</summary>
    public static void WriteText(this CsvWriter csv, string? text) => csv.WriteField(FormulaSafety.Keep(text ?? string.Empty));

    /// <summary>Writes a time in UTC as the API does; null as nothing.</summary>
    public static void WriteTime(this CsvWriter csv, DateTime? utc) =>
        csv.WriteField(utc?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? string.Empty);

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    public static void WriteFlag(this CsvWriter csv, bool value) => csv.WriteField(value ? "true" : "false");

    /// <summary>Writes the API's name of an enum's member.</summary>
    public static void WriteName<TEnum>(this CsvWriter csv, TEnum value)
        where TEnum : struct, Enum => csv.WriteField(JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));

    /// <summary>Writes a number; null as nothing.</summary>
    public static void WriteNumber(this CsvWriter csv, long? number) =>
        csv.WriteField(number?.ToString(CultureInfo.InvariantCulture) ?? string.Empty);
}
