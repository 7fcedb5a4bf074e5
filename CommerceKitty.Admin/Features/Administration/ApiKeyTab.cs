using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Calls;
using CommerceKitty.Admin.Features.Refusals;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.Administration;

/// <summary>A tab of an API key's page. To add one, add a line to <see cref="All"/>.</summary>
/// <param name="Name">Its part of the address; null for the overview, which the page shows itself.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Content">The component that shows it. It has the parameter <c>ApiKeyId</c> and loads what it shows, again only when the
/// ID changes: the page renders often.</param>
/// <param name="Permission">What is needed to open it, beside <c>api-keys.view</c>; null for nothing more.</param>
public sealed record ApiKeyTab(string? Name, string Title, Type? Content = null, string? Permission = null)
{
    /// <summary>The tabs in their order.</summary>
    public static readonly IReadOnlyList<ApiKeyTab> All =
    [
        new(null, "Overview"),
        new("usage", "Usage", typeof(ApiKeyUsageTab)),
        new("calls", "Calls", typeof(ApiKeyCallsTab)),
        new("refusals", "Refusals", typeof(ApiKeyRefusalsTab)),
        new("history", "History", typeof(ApiKeyHistoryTab), Permissions.AuditLog.ViewAll),
    ];

    /// <summary>True when someone with these permissions may open it.</summary>
    public bool IsOpenTo(PermissionSet may) => Permission is null || may.Contains(Permission);

    /// <summary>Its address on a key's page.</summary>
    public string AddressFor(int apiKeyId) => ApiKeyPresentation.AddressOf(apiKeyId, Name);
}
