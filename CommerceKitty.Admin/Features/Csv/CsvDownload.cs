using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CsvHelper;

namespace CommerceKitty.Admin.Features.Csv;

/// <summary>Sends a list as a CSV file, some rows at a time: however long the list is, only those are in memory. Each part is asked of the
/// service again, so the download ends when the permission does (R3).</summary>
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
    public static async Task SendAsync<T>(
        HttpContext http, string name, string[] columns, Func<string?, Task<Result<Slice<T>>>> load, Action<CsvWriter, T> write)
    {
        var slice = await load(null);
        if (!slice.IsDone)
        {
            await ErrorPage.WriteAsync(
                http,
                slice.Error.Kind switch { ErrorKind.Unauthenticated => 401, ErrorKind.Invalid => 400, _ => 403 },
                "The file cannot be downloaded",
                slice.Error.Message);
            return;
        }

        var day = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = string.Create(
            CultureInfo.InvariantCulture,
            $"attachment; filename=\"{name}-{day:yyyy-MM-dd}.csv\"");
        http.Response.Headers.CacheControl = "no-store";
        await using var csv = CsvWriter.Create(http.Response.Body, Options, leaveOpen: true);
        csv.WriteRecord(columns);
        while (true)
        {
            foreach (var row in slice.Value.Items)
            {
                write(csv, row);
                csv.EndRecord();
            }

            await csv.FlushAsync(http.RequestAborted);
            if (slice.Value.Next is not { } next)
                return;
            slice = await load(next);
            if (!slice.IsDone)
            {
                // What was sent is not the whole list: the browser must not take it for one.
                http.Abort();
                return;
            }
        }
    }
}
