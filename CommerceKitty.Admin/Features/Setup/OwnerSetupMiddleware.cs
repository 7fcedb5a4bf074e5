using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Features.Setup;

/// <summary>While nobody owns the account, every page leads to the one that changes that.</summary>
public sealed class OwnerSetupMiddleware(RequestDelegate next)
{
    /// <summary>Runs within the request, after routing.</summary>
    public async Task InvokeAsync(HttpContext http, OwnerSetup setup)
    {
        var page = http.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>()?.Type;
        if (page is null || page == typeof(SetupPage) || !await IsNeededAsync(http, setup))
            await next(http);
        else
            http.Response.Redirect(OwnerSetup.Path);
    }

    private static async Task<bool> IsNeededAsync(HttpContext http, OwnerSetup setup)
    {
        try
        {
            return await setup.IsNeededAsync(http.RequestAborted);
        }
        catch (Exception exception) when (DatabaseFaults.IsSilence(exception))
        {
            return false; // The page itself says that the database is silent.
        }
    }
}
