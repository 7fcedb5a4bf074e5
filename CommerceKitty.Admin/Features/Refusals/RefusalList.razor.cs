using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Features.Refusals;

/// <summary>The ledger of refusals with its filters.</summary>
public partial class RefusalList
{
    private const string KeyTitle = "Key";

    private static readonly ListExport File = new(RefusalExportEndpoints.Address, "row", "rows");

    private static readonly IReadOnlyList<(string Value, string Text)> PermissionOptions =
        [.. PermissionCatalogue.All.Select(p => (p.Name, p.Label))];

    /// <summary>What a key can be refused for.</summary>
    private static readonly IReadOnlyList<(string Value, string Text)> ReasonsOfKeys = [.. Enum.GetValues<RefusalReason>()
        .Except([RefusalReason.Unknown, RefusalReason.Malformed, RefusalReason.NoCredentials])
        .Select(r => (RefusalPresentation.NameOf(r), RefusalPresentation.ToDisplayText(r)))];

    private RefusalQuery _query = new();
    private IReadOnlyList<ListColumn<RefusalRow>>? _columns;
    private bool _mayOpenEntries;

    /// <summary>The key whose refusals are listed; null for all keys and for none.</summary>
    [Parameter]
    public int? ApiKeyId { get; set; }

    [Inject]
    public required RefusalService Refusals { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    /// <summary>A reason's name.</summary>
    [SupplyParameterFromQuery(Name = "reason")]
    public string? Reason { get; set; }

    /// <summary>The id of a key, or 0; text, because anything may stand in a URL.</summary>
    [SupplyParameterFromQuery(Name = "key")]
    public string? Key { get; set; }

    /// <summary>A permission of the catalogue.</summary>
    [SupplyParameterFromQuery(Name = "permission")]
    public string? Permission { get; set; }

    /// <summary>An address.</summary>
    [SupplyParameterFromQuery(Name = "address")]
    public string? Address { get; set; }

    /// <summary>The days of a <see cref="DayRange"/>.</summary>
    [SupplyParameterFromQuery(Name = "when")]
    public string? When { get; set; }

    /// <inheritdoc/>
    protected override IEnumerable<FilterChip> Chips
    {
        get
        {
            if (_query.Search is { } search)
                yield return new(SearchParameter, $"Search: {search.Isolated()}");
            if (_query.Reason is { } reason)
                yield return new("reason", $"Reason: {RefusalPresentation.ToDisplayText(reason)}");
            if (ApiKeyId is null && _query.ApiKeyId is { } key)
            {
                yield return new(
                    "key", key == Refusal.NoKey ? "Without a known key" : string.Create(CultureInfo.InvariantCulture, $"Key: {key}"));
            }

            if (_query.Permission is { } permission)
                yield return new("permission", $"Permission: {PermissionCatalogue.Find(permission)?.Label ?? permission}");
            if (_query.Address is { } address)
                yield return new("address", $"Address: {address}");
            if (Clock.Days(When) is { } when)
                yield return new("when", $"When: {when.Text}");
        }
    }

    private IReadOnlyList<(string Value, string Text)> Reasons => ApiKeyId is null ? RefusalPresentation.Reasons : ReasonsOfKeys;

    private IReadOnlyList<ListColumn<RefusalRow>> Columns =>
        _columns ??= ApiKeyId is null ? AllColumns : [.. AllColumns.Where(c => c.Title != KeyTitle)];

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _mayOpenEntries = await Current.MayAsync(Permissions.AuditLog.View);

    /// <inheritdoc/>
    protected override void ReadAddress()
    {
        var query = new RefusalFilters(Search, Reason, Key, Permission, Address, When).ToQuery(Clock);
        // A key's own list is read by the key's page, whatever the address says.
        _query = ApiKeyId is { } id ? query with { ApiKeyId = id } : query;
    }

    private static string AddressOfKey(RefusalRow row) => ApiKeyPresentation.AddressOf(row.ApiKeyId, "refusals");

    private static string OthersTitle(RefusalRow row) => string.Create(CultureInfo.InvariantCulture,
        $"All other addresses: an hour lists up to {RefusalKind.MostAddresses(row.ApiKeyId):N0} of them, and {Refusal.MostRows:N0} rows");

    private Task<Result<Page<RefusalRow>>> LoadAsync(PageWindow window, CancellationToken ct)
    {
        var query = _query with { Window = window };
        return ApiKeyId is { } id ? Refusals.ListOfKeyAsync(id, query, ct) : Refusals.ListAsync(query, ct);
    }
}
