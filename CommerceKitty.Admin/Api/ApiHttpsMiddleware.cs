using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;

namespace CommerceKitty.Admin.Api;

/// <summary>Refuses requests over plain HTTP, where <see cref="HttpsRequirement"/> does not allow it, alike whatever they carry (R14). A
/// redirect would teach clients to send their key in the clear each time.</summary>
public sealed class ApiHttpsMiddleware(
    RequestDelegate next, IHostEnvironment environment, ExposedKeyRecorder exposed, IRefusalRecorder refusals)
{
    /// <summary>Passes the request on or answers 403.</summary>
    public Task InvokeAsync(HttpContext http) => HttpsRequirement.IsMet(http, environment) ? next(http) : RefuseAsync(http);

    private async Task RefuseAsync(HttpContext http)
    {
        refusals.Refused(null, RefusalReason.PlainHttp, null, http);
        await ApiProblems.WriteAsync(http, StatusCodes.Status403Forbidden, "https-required",
            "The API is served over HTTPS only. A key that was sent over plain HTTP can be read on the way: rotate it.");
        exposed.Note(http);
    }
}
