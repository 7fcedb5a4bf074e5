using CommerceKitty.Admin.Common;
using CsvHelper;

namespace CommerceKitty.Admin.Features.Csv;

/// <summary>Sends a list as a CSV file.</summary>
public static class CsvDownload
{
    /// <summary>How files are written.</summary>
    internal static readonly CsvWriterOptions Options = new()
    {
        Injection = CsvInjection.Escape,
        // The writer's own net: what is not given to FormulaSafety.Keep. It knows ASCII only.
        InjectionCharacters = FormulaSafety.AsciiBeginnings,
        InjectionEscape = FormulaSafety.Mark,
        // Without it Excel reads UTF-8 as something else.
        WriteByteOrderMark = true,
    };

    /// <summary>Writes the file as the response.</summary>
    /// <param name="http">The request.</param>
    /// <param name="name">The file's name, to which the day is added.</param>
    /// <param name="columns">The first line.</param>
    /// <param name="load">The rows after a cursor; null begins.</param>
    /// <param name="write">Writes the fields of one row.</param>
    public static Task SendAsync<T>(
        HttpContext http, string name, string[] columns, Func<string?, Task<Result<Slice<T>>>> load, Action<CsvWriter, T> write) =>
        ListDownload.SendAsync(http, name, ("csv", "text/csv; charset=utf-8"), load, async (body, parts) =>
        {
            await using var gathered = new DeferringStream(body);
            await using (var csv = CsvWriter.Create(gathered, Options, leaveOpen: true))
            {
                csv.WriteRecord(columns);
                await foreach (var rows in parts)
                {
                    foreach (var row in rows)
                    {
                        write(csv, row);
                        csv.EndRecord();
                    }

                    await csv.FlushAsync(http.RequestAborted);
                    await gathered.PassOnAsync(http.RequestAborted);
                }
            }

            await gathered.PassOnAsync(http.RequestAborted);
        });
}
