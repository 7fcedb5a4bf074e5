using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Features.Audit;

/// <summary>Configuration › Audit log.</summary>
public partial class AuditLogPage
{
    private static readonly ListExport File = new(AuditLogExportEndpoints.Address, "entry", "entries");

    private AuditQuery _query = new();
    private IReadOnlyList<ListColumn<AuditRow>>? _columns;
    private PermissionSet _may;
    private string? _userName;
    private string? _keyName;

    [Inject]
    public required AuditLogService AuditLog { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    /// <summary>A resource of the permission catalogue.</summary>
    [SupplyParameterFromQuery(Name = "target")]
    public string? Target { get; set; }

    /// <summary>One of <see cref="Data.Audit.AuditActions"/>.</summary>
    [SupplyParameterFromQuery(Name = "action")]
    public string? Action { get; set; }

    /// <summary>The days of a <see cref="DayRange"/>.</summary>
    [SupplyParameterFromQuery(Name = "when")]
    public string? When { get; set; }

    /// <summary>The id of the key that was used; text, because anything may stand in a URL.</summary>
    [SupplyParameterFromQuery(Name = "key")]
    public string? Key { get; set; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    /// <summary>A user's id; text, because anything may stand in a URL.</summary>
    [SupplyParameterFromQuery(Name = "user")]
    public string? User { get; set; }

    /// <summary>Of that user: <c>did</c>, <c>done-to</c>, or both when it is left out.</summary>
    [SupplyParameterFromQuery(Name = "side")]
    public string? Side { get; set; }

    /// <summary>The id of the one entry to list; text, because anything may stand in a URL.</summary>
    [SupplyParameterFromQuery(Name = "entry")]
    public string? Entry { get; set; }

    /// <inheritdoc/>
    protected override IEnumerable<FilterChip> Chips
    {
        get
        {
            if (_query.Search is { } search)
                yield return new(SearchParameter, $"Search: {search}");
            if (_query.TargetType is { } type)
                yield return new("target", $"Target: {PermissionCatalogue.AllResources.FirstOrDefault(r => r.Name == type).Label ?? type}");
            if (_query.KeyId is { } key)
                yield return new("key", $"By key: {_keyName ?? key.ToString(CultureInfo.InvariantCulture)}");
            if (_query.Action is { } action)
                yield return new("action", $"Action: {AuditPresentation.Sentence(action)}");
            if (_query.EntryId is { } entry)
                yield return new("entry", string.Create(CultureInfo.InvariantCulture, $"Entry: {entry}"));
            if (Clock.Days(When) is { } when)
                yield return new("when", $"When: {when.Text}");
            if (_query.UserId is { } id)
            {
                var name = _userName ?? string.Create(CultureInfo.InvariantCulture, $"user {id}");
                yield return new("user", _query.Side switch
                {
                    AuditSide.Did => $"By: {name}",
                    AuditSide.DoneTo => $"Changes by others to: {name}",
                    _ => $"By and about: {name}",
                });
            }
        }
    }

    /// <summary>The address of one entry.</summary>
    public static string AddressOf(long entryId) =>
        string.Create(CultureInfo.InvariantCulture, $"/configuration/audit-log?entry={entryId}");

    /// <summary>The address of everything about a user.</summary>
    public static string AddressOf(int userId, AuditSide side) => string.Create(CultureInfo.InvariantCulture,
        $"/configuration/audit-log?user={userId}&side={(side == AuditSide.Did ? "did" : "done-to")}");

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _may = await Current.PermissionsAsync();

    /// <inheritdoc/>
    protected override void ReadAddress() => _query = new AuditFilters(Search, Target, Action, When, User, Side, Key, Entry).ToQuery(Clock);

    /// <summary>The page of an entry's target; null when it has none or the viewer may not open it.</summary>
    private string? TargetAddress(AuditRow entry) => entry.TargetType switch
    {
        "orders" when _may.Contains(Permissions.Orders.View) => $"/orders/{entry.TargetId}",
        "products" when _may.Contains(Permissions.Products.View) => $"/products/{entry.TargetId}",
        "api-keys" when entry.TargetId > 0 && _may.Contains(Permissions.ApiKeys.View) => $"/configuration/api-keys/{entry.TargetId}",
        "users" when _may.Contains(Permissions.Users.View) => $"/configuration/users/{entry.TargetId}",
        _ => null,
    };

    private static string AddressOfKey(int id) =>
        string.Create(CultureInfo.InvariantCulture, $"/configuration/audit-log?key={id}");

    private async Task<Result<Page<AuditRow>>> LoadAsync(PageWindow window, CancellationToken ct)
    {
        var query = _query;
        var page = await AuditLog.ListAsync(query with { Window = window }, ct);
        if (query.KeyId is { } key && page.Value?.Items.FirstOrDefault(e => e.ActorApiKeyId == key)?.ActorApiKeyName is var keyName
            && keyName != _keyName)
        {
            _keyName = keyName;
            StateHasChanged();
        }

        // The chip says the user's newest name; the entries know it.
        var name = page.Value?.Items.Select(e => NameIn(e, query.UserId)).FirstOrDefault(n => n is not null);
        if (query.UserId is not null && name != _userName)
        {
            _userName = name;
            StateHasChanged();
        }

        return page;
    }

    private static string? NameIn(AuditRow entry, int? userId) =>
        entry.ActorUserId == userId ? entry.Actor
        : entry.TargetType == "users" && entry.TargetId == userId ? entry.Target
        : null;
}
