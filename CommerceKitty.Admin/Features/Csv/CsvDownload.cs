using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using System.Globalization;
using CsvHelper;

namespace CommerceKitty.Admin.Features.Csv;

/// <summary>Sends a list as a CSV file, some rows at a time: however long the list is, only those are in memory. Each part is asked of the
/// service anew, so the download ends when the permission does (R3).</summary>
public static class CsvDownload
{
    /// <summary>How files are written.</summary>
    internal static readonly CsvWriterOptions Options = new()
    {
        Injection = CsvInjection.Escape,
        InjectionCharacters = FormulaSafety.Beginnings,
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
                slice.Error.Kind == ErrorKind.Unauthenticated ? 401 : 403,
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
