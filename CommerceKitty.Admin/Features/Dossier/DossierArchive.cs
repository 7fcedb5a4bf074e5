using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.Csv;
using CsvHelper;

namespace CommerceKitty.Admin.Features.Dossier;

/// <summary>Writes a dossier as a ZIP archive: each part as JSON and CSV, all of them as one page that opens without a network, and a
/// manifest with the SHA-256 of each file. One part is in memory at a time.</summary>
public sealed class DossierArchive(DossierService dossiers)
{
    /// <summary>How many rows are written between two flushes.</summary>
    private const int RowsAtOnce = 200;

    private static readonly JsonWriterOptions Json = new() { Indented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Writes the archive.</summary>
    /// <param name="cover">What it is about.</param>
    /// <param name="target">Written asynchronously, from its beginning to its end.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The refusal when a part can no longer be read; the archive is then incomplete.</returns>
    public async Task<Error?> WriteAsync(DossierCover cover, Stream target, CancellationToken ct)
    {
        await using var output = new DeferringStream(target);
        await using (var zip = await ZipArchive.CreateAsync(
            output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct))
        {
            if (await WriteAsync(zip, cover, output, ct) is { } refusal)
                return refusal;
        }

        // The archive's directory: without it, nobody takes what was sent for the whole.
        await output.PassOnAsync(ct);
        return null;
    }

    private async Task<Error?> WriteAsync(ZipArchive zip, DossierCover cover, DeferringStream output, CancellationToken ct)
    {
        var files = new List<DossierFile>();
        var page = new DossierHtml(cover);
        var tables = new List<DossierTable>();
        foreach (var part in cover.Parts)
        {
            var read = await dossiers.ReadAsync(cover.User.Id, part, ct: ct);
            if (!read.IsDone)
                return read.Error;
            var table = read.Value;
            await AddAsync($"{part.Name}.json", stream => WriteJsonAsync(stream, table, ct));
            await AddAsync($"{part.Name}.csv", stream => WriteCsvAsync(stream, table, ct));
            page.Add(table);
            tables.Add(table with { Rows = [] });
            files[^1] = files[^1] with { Rows = table.Rows.Count };
            files[^2] = files[^2] with { Rows = table.Rows.Count };
            await output.PassOnAsync(ct);
        }

        await AddAsync("dossier.html", async stream => await stream.WriteAsync(Encoding.UTF8.GetBytes(page.Finish()), ct));
        await using var manifest = await OpenAsync("manifest.json");
        await manifest.WriteAsync(Manifest(cover, tables, files), ct);
        return null;

        async Task AddAsync(string name, Func<Stream, Task> write)
        {
            await using var entry = await OpenAsync(name);
            await using var hashing = new HashingStream(entry);
            await write(hashing);
            files.Add(new DossierFile(name, hashing.Written, hashing.Hash(), null));
        }

        Task<Stream> OpenAsync(string name)
        {
            var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
            entry.LastWriteTime = new DateTimeOffset(cover.At, TimeSpan.Zero);
            return entry.OpenAsync(ct);
        }
    }

    private static async Task WriteCsvAsync(Stream stream, DossierTable table, CancellationToken ct)
    {
        await using var csv = CsvWriter.Create(stream, CsvDownload.Options, leaveOpen: true);
        csv.WriteRecord(table.Columns.Select(c => c.Name).ToArray());
        foreach (var rows in table.Rows.Chunk(RowsAtOnce))
        {
            foreach (var row in rows)
            {
                foreach (var cell in row)
                    WriteCell(csv, cell);
                csv.EndRecord();
            }

            await csv.FlushAsync(ct);
        }
    }

    private static void WriteCell(CsvWriter csv, object? cell)
    {
        switch (cell)
        {
            case DateTime at:
                csv.WriteTime(at);
                break;
            case bool flag:
                csv.WriteFlag(flag);
                break;
            case int number:
                csv.WriteNumber(number);
                break;
            case long number:
                csv.WriteNumber(number);
                break;
            default:
                csv.WriteText(DossierTable.Text(cell));
                break;
        }
    }

    private static async Task WriteJsonAsync(Stream stream, DossierTable table, CancellationToken ct)
    {
        var buffer = new ArrayBufferWriter<byte>();
        await using var json = new Utf8JsonWriter(buffer, Json);
        json.WriteStartArray();
        foreach (var rows in table.Rows.Chunk(RowsAtOnce))
        {
            foreach (var row in rows)
            {
                json.WriteStartObject();
                for (var i = 0; i < row.Count; i++)
                {
                    json.WritePropertyName(table.Columns[i].Name);
                    WriteValue(json, row[i]);
                }

                json.WriteEndObject();
            }

            json.Flush();
            await stream.WriteAsync(buffer.WrittenMemory, ct);
            buffer.ResetWrittenCount();
        }

        json.WriteEndArray();
        json.Flush();
        await stream.WriteAsync(buffer.WrittenMemory, ct);
    }

    private static void WriteValue(Utf8JsonWriter json, object? cell)
    {
        switch (cell)
        {
            case null:
                json.WriteNullValue();
                break;
            case DateTime at:
                json.WriteStringValue(Time(at));
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteStringValue(DossierTable.Text(cell));
                break;
        }
    }

    private static byte[] Manifest(DossierCover cover, List<DossierTable> tables, List<DossierFile> files) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                Format = "commerce-kitty-dossier/1",
                User = new { cover.User.Id, cover.User.Name, cover.User.Email },
                CreatedAt = Time(cover.At),
                CreatedBy = cover.By,
                Parts = tables.Select(t => new { t.Part.Name, t.Part.Title, Complete = !t.IsCut, t.Part.Most, t.Note }),
                LeftOut = cover.LeftOut.Select(p => new { p.Name, p.Title, MissingPermission = p.Permission }),
                Files = files.Select(f => new { f.Name, f.Bytes, f.Sha256, f.Rows }),
            },
            ManifestOptions);

    private static readonly JsonSerializerOptions ManifestOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    private static string Time(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private sealed record DossierFile(string Name, long Bytes, string Sha256, int? Rows);
}
