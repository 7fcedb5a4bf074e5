using System.Globalization;
using System.Runtime.CompilerServices;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;

namespace CommerceKitty.Admin.Features.Csv;

/// <summary>Sends a list as a file, some rows at a time: however long the list is, only those are in memory. Each part is asked of the
/// service again, so the download ends when the permission does (R3).</summary>
public static class ListDownload
{
    /// <summary>Writes the file as the response.</summary>
    /// <param name="http">The request.</param>
    /// <param name="name">The file's name, to which the day and the extension are added.</param>
    /// <param name="format">The extension, without a point, and the media type.</param>
    /// <param name="load">The rows after a cursor; null begins.</param>
    /// <param name="write">Writes the parts to the response's body.</param>
    public static async Task SendAsync<T>(
        HttpContext http,
        string name,
        (string Extension, string MediaType) format,
        Func<string?, Task<Result<Slice<T>>>> load,
        Func<Stream, IAsyncEnumerable<IReadOnlyList<T>>, Task> write)
    {
        var first = await load(null);
        if (!first.IsDone)
        {
            await ErrorPage.WriteAsync(
                http,
                first.Error.Kind switch { ErrorKind.Unauthenticated => 401, ErrorKind.Invalid => 400, _ => 403 },
                "The file cannot be downloaded",
                first.Error.Message);
            return;
        }

        var day = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        http.Response.ContentType = format.MediaType;
        http.Response.Headers.ContentDisposition = string.Create(
            CultureInfo.InvariantCulture,
            $"attachment; filename=\"{name}-{day:yyyy-MM-dd}.{format.Extension}\"");
        http.Response.Headers.CacheControl = "no-store";
        await write(http.Response.Body, ReadAsync(http, first.Value, load, http.RequestAborted));
    }

    private static async IAsyncEnumerable<IReadOnlyList<T>> ReadAsync<T>(
        HttpContext http, Slice<T> slice, Func<string?, Task<Result<Slice<T>>>> load, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            yield return slice.Items;
            ct.ThrowIfCancellationRequested();
            if (slice.Next is not { } next)
                yield break;
            var loaded = await load(next);
            if (!loaded.IsDone)
            {
                // What was sent is not the whole list: the browser must not take it for one.
                http.Abort();
                yield break;
            }

            slice = loaded.Value;
        }
    }
}
