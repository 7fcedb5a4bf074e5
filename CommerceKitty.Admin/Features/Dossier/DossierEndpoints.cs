using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.Dossier;

/// <summary>The dossier of a user as a file, for the page and for the API.</summary>
public static class DossierEndpoints
{
    private const string MediaType = "application/zip";

    /// <summary>The page about a user's dossier.</summary>
    public static string PageOf(int userId) => string.Create(CultureInfo.InvariantCulture, $"/configuration/users/{userId}/dossier");

    /// <summary>The address of the page's file.</summary>
    public static string FileOf(int userId) => $"{PageOf(userId)}/download";

    /// <summary>Maps the page's file.</summary>
    public static void MapDossierDownload(this IEndpointRouteBuilder app) =>
        app.MapGet("/configuration/users/{id:int}/dossier/download", Download)
            .RequirePermission(Permissions.ApiKeys.View).AnswersWith(Permissions.Users.View).ExcludeFromDescription();

    /// <summary>Maps the API's endpoint.</summary>
    public static void MapDossier(this RouteGroupBuilder api) =>
        api.MapGroup("/users").MapGet("/{id:int}/dossier", GetUserDossier)
            .WithName(nameof(GetUserDossier))
            .Produces<Stream>(StatusCodes.Status200OK, MediaType)
            .RequirePermission(Permissions.ApiKeys.View)
            .AnswersWith(Permissions.Users.View);

    /// <summary>Get a user's dossier</summary>
    /// <remarks>Returns a ZIP archive of what is known about the user: API keys, usage, calls, refusals, permissions over time, sessions
    /// and audit entries as JSON and CSV, one HTML page that opens offline, and a manifest with the SHA-256 of each file. What the caller
    /// may not see is left out, which the manifest says. Each download is in the audit log.</remarks>
    /// <param name="id" example="6">The user's ID.</param>
    internal static async Task<IResult> GetUserDossier(
        HttpContext http, DossierService dossiers, DossierArchive archive, DossierSlots slots, CurrentActor current, int id,
        CancellationToken ct)
    {
        using var slot = await TakeAsync(slots, current, ct);
        if (slot is null)
        {
            http.Response.Headers.RetryAfter = DossierSlots.RetryAfter;
            await ApiProblems.WriteAsync(http, StatusCodes.Status429TooManyRequests, "too-many-downloads", DossierSlots.Taken);
            return Results.Empty;
        }

        var cover = await BeginAsync(http, dossiers, id, ct);
        if (!cover.IsDone)
            return ApiProblems.Refusal(http, cover.Error);
        await SendAsync(http, archive, cover.Value, ct);
        return Results.Empty;
    }

    private static async Task Download(
        HttpContext http, DossierService dossiers, DossierArchive archive, DossierSlots slots, CurrentActor current, int id,
        CancellationToken ct)
    {
        // The download is audited: another site's link must not write in this person's name.
        if (http.Request.Headers["Sec-Fetch-Site"] == "cross-site")
        {
            await ErrorPage.WriteAsync(
                http, StatusCodes.Status403Forbidden, "The file cannot be downloaded", "Open the user's dossier here, then download it.");
            return;
        }

        using var slot = await TakeAsync(slots, current, ct);
        if (slot is null)
        {
            http.Response.Headers.RetryAfter = DossierSlots.RetryAfter;
            await ErrorPage.WriteAsync(
                http, StatusCodes.Status429TooManyRequests, "The file cannot be downloaded now", DossierSlots.Taken);
            return;
        }

        var cover = await BeginAsync(http, dossiers, id, ct);
        if (cover.IsDone)
        {
            await SendAsync(http, archive, cover.Value, ct);
            return;
        }

        var status = cover.Error.Kind switch { ErrorKind.Unauthenticated => 401, ErrorKind.NotFound => 404, _ => 403 };
        await ErrorPage.WriteAsync(http, status, "The file cannot be downloaded", cover.Error.Message);
    }

    private static async Task<IDisposable?> TakeAsync(DossierSlots slots, CurrentActor current, CancellationToken ct) =>
        await current.GetAsync(ct) is { } actor ? slots.Take(actor) : null;

    /// <summary>HEAD learns what GET would answer, and downloads nothing.</summary>
    private static Task<Result<DossierCover>> BeginAsync(HttpContext http, DossierService dossiers, int id, CancellationToken ct) =>
        HeadRequests.IsHead(http) ? dossiers.GetAsync(id, ct) : dossiers.BeginDownloadAsync(id, ct);

    private static async Task SendAsync(HttpContext http, DossierArchive archive, DossierCover cover, CancellationToken ct)
    {
        http.Response.ContentType = MediaType;
        http.Response.Headers.ContentDisposition = string.Create(
            CultureInfo.InvariantCulture, $"attachment; filename=\"dossier-user-{cover.User.Id}-{cover.At:yyyy-MM-dd}.zip\"");
        http.Response.Headers.CacheControl = "no-store";
        if (HeadRequests.IsHead(http))
            return;
        // When a permission is taken during the download (R3), the caller must not take what was sent for the whole.
        if (await archive.WriteAsync(cover, http.Response.Body, ct) is not null)
            http.Abort();
    }
}
