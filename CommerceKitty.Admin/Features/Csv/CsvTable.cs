using System.Globalization;
using System.Text;
using CommerceKitty.Admin.Common;
using CsvHelper;

namespace CommerceKitty.Admin.Features.Csv;

/// <summary>A CSV file that someone wants to bring in, read whole: its columns by name, and each record with its line. Separators (comma,
/// semicolon, tab) and UTF-16 are found out; text is data, and nothing in it is understood but quotes.</summary>
public sealed class CsvTable
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MaximumSize = 10 * 1024 * 1024;

    /// <summary>Most records of a file.</summary>
    public const int MaximumRecords = 50_000;

    /// <summary>The column that <see cref="CsvImportPanel"/> adds to a file of lines with errors. It is not read.</summary>
    public const string ErrorColumn = "error";

    private const int LongestRecord = 64 * 1024;

    private static readonly CultureInfo CommaCulture = CultureInfo.GetCultureInfo("de-DE");

    private static readonly Error NotUtf8 = Error.Invalid("file",
        "The file is not UTF-8 text. Save it as CSV UTF-8: in Excel, Save as › CSV UTF-8 (comma delimited).");

    private CsvTable(IReadOnlyList<string> columns, IReadOnlyList<CsvRecord> records, CultureInfo culture) =>
        (Columns, Records, Culture) = (columns, records, culture);

    /// <summary>The names of the first line, as they stand there.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>All further lines.</summary>
    public IReadOnlyList<CsvRecord> Records { get; }

    /// <summary>How the file's numbers are written: with a comma where semicolons separate the cells, else as the viewer does.</summary>
    public CultureInfo Culture { get; }

    /// <summary>Reads a file; at most <see cref="MaximumSize"/> of it are held.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="viewer">How the person who chose the file writes numbers.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<Result<CsvTable>> ReadAsync(Stream stream, CultureInfo viewer, CancellationToken ct = default)
    {
        using var copy = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, ct)) > 0;)
        {
            if (copy.Length + read > MaximumSize)
                return Error.Invalid("file", "The file is larger than 10 MB. Split it into several.");
            copy.Write(buffer, 0, read);
        }

        try
        {
            copy.Position = 0;
            using var text = new StreamReader(copy, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return Parse(await text.ReadToEndAsync(ct), viewer);
        }
        catch (DecoderFallbackException)
        {
            return NotUtf8;
        }
    }

    // Spreadsheets separate cells by semicolons where a comma is in numbers.
    private static bool HasSemicolons(string text) =>
        text.AsSpan(0, Math.Max(0, text.IndexOf('\n', StringComparison.Ordinal))).Contains(';');

    /// <summary>The column of this name, in whichever case; null when there is none.</summary>
    public int? Find(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (string.Equals(Columns[i], column, StringComparison.OrdinalIgnoreCase))
                return i;
        }

        return null;
    }

    private static Result<CsvTable> Parse(string text, CultureInfo viewer)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            return NotUtf8;
        var malformed = new Dictionary<long, string>();
        try
        {
            using var reader = CsvReader.FromText(text, new CsvReaderOptions
            {
                TrackLineNumbers = true,
                TrimWhitespace = true,
                MaxRecordSize = LongestRecord,
                OnMalformedRecord = record =>
                    malformed[record.LineNumber] =
                        "A quotation mark stands where none can. Put text that holds one into quotation marks, and double those inside.",
            });
            var columns = reader.Headers.Select(h => h.ToString().Trim()).ToList();
            if (columns.Count == 0 || columns.All(string.IsNullOrEmpty))
                return Error.Invalid("file", "The file is empty. Its first line names the columns.");
            var twice = columns
                .Where(c => c.Length > 0)
                .GroupBy(c => c, StringComparer.OrdinalIgnoreCase)
                .FirstOrDefault(g => g.Count() > 1);
            if (twice is not null)
                return Error.Invalid("file", $"The column {twice.Key} is there twice. Remove one.");
            var error = columns.FindIndex(c => c.Equals(ErrorColumn, StringComparison.OrdinalIgnoreCase));
            var records = new List<CsvRecord>();
            while (reader.Read())
            {
                var cells = new string[reader.FieldCount];
                for (var i = 0; i < cells.Length; i++)
                    cells[i] = FormulaSafety.Undo(reader.GetString(i));
                if (cells.All(string.IsNullOrWhiteSpace))
                    continue;
                if (records.Count == MaximumRecords)
                    return Error.Invalid(
                        "file",
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"The file has more than {MaximumRecords:N0} lines. Split it into several."));
                var whole = cells.Length == columns.Count;
                if (whole && error >= 0)
                    cells = [.. cells[..error], .. cells[(error + 1)..]];
                records.Add(new CsvRecord((int)reader.LineNumber, cells, whole
                    ? null
                    : $"The line has {cells.Length} cells and the first line names {columns.Count} columns."));
            }

            if (error >= 0)
                columns.RemoveAt(error);
            // A record is known to be malformed only once it was read.
            return new CsvTable(
                columns,
                [.. records.Select(r => malformed.TryGetValue(r.Line, out var why) ? r with { Problem = why } : r)],
                HasSemicolons(text) && viewer.NumberFormat.NumberDecimalSeparator != "," ? CommaCulture : viewer);
        }
        catch (CsvFormatException exception)
        {
            return Error.Invalid("file", string.Create(CultureInfo.InvariantCulture,
                $"The file cannot be read from line {Math.Max(1, exception.LineNumber)} on: a line is longer than 64 KB, perhaps because "
                + $"a quotation mark is never closed."
            ));
        }
    }
}
