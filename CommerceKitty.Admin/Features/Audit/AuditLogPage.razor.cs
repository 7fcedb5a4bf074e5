using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Features.Audit;

/// <summary>Configuration › Audit log.</summary>
public partial class AuditLogPage
{
    private static readonly ListExport File = new(AuditLogExportEndpoints.Address, "entry", "entries")
    {
        Others = [("As NDJSON (OCSF)", AuditLogExportEndpoints.EventsAddress)],
    };

    private AuditQuery _query = new();
    private IReadOnlyList<ListColumn<AuditRow>>? _columns;
    private PermissionSet _may;
    private string? _userName;
    private string? _keyName;
    private string? _thingName;

    [Inject]
    public required AuditLogService AuditLog { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    /// <summary>A way to act, as the API names it.</summary>
    [SupplyParameterFromQuery(Name = "actor")]
    public string? Actor { get; set; }

    /// <summary>The id of one target; text, because anything may stand in a URL.</summary>
    [SupplyParameterFromQuery(Name = "thing")]
    public string? Thing { get; set; }

    /// <summary>An IP address.</summary>
    [SupplyParameterFromQuery(Name = "address")]
    public string? IpAddress { get; set; }

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

    /// <inheritdoc/>
    protected override IEnumerable<FilterChip> Chips
    {
        get
        {
            if (_query.Search is { } search)
                yield return new(SearchParameter, $"Search: {search}");
            if (_query.TargetType is { } type)
                yield return new("target", $"Target: {AuditPresentation.TargetType(type)}");
            if (_query.TargetId is { } thing)
                yield return new("thing", $"Only: {_thingName ?? thing.ToString(CultureInfo.InvariantCulture)}");
            if (_query.ActorKind is { } kind)
                yield return new("actor", $"Actor: {AuditPresentation.Kind(kind)}");
            if (_query.KeyId is { } key)
                yield return new("key", $"Via key: {_keyName ?? key.ToString(CultureInfo.InvariantCulture)}");
            if (_query.Address is { } address)
                yield return new("address", $"Address: {address}");
            if (_query.Action is { } action)
                yield return new("action", $"Action: {AuditPresentation.Sentence(action)}");
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

    /// <summary>The address of everything about a user.</summary>
    public static string AddressOf(int userId, AuditSide side) => string.Create(CultureInfo.InvariantCulture,
        $"/configuration/audit-log?user={userId}&side={(side == AuditSide.Did ? "did" : "done-to")}");

    /// <summary>The address of one entry.</summary>
    public static string AddressOf(long entry) => string.Create(CultureInfo.InvariantCulture, $"/configuration/audit-log/{entry}");

    /// <summary>The address of everything that was done to one thing.</summary>
    /// <param name="type">A resource of the permission catalogue.</param>
    /// <param name="id">The thing's id.</param>
    public static string AddressOf(string type, int id) =>
        string.Create(CultureInfo.InvariantCulture, $"/configuration/audit-log?target={type}&thing={id}");

    /// <summary>The address of everything that was done with a key.</summary>
    public static string AddressOfKey(int id) => string.Create(CultureInfo.InvariantCulture, $"/configuration/audit-log?key={id}");

    /// <summary>The address of everything that came from an IP address.</summary>
    public static string AddressFrom(string address) => $"/configuration/audit-log?address={Uri.EscapeDataString(address)}";

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _may = await Current.PermissionsAsync();

    /// <inheritdoc/>
    protected override void ReadAddress() =>
        _query = new AuditFilters(Search, Target, Action, When, User, Side, Key, Actor, Thing, IpAddress).ToQuery(Clock);

    private string? EntryAddress(AuditRow entry) => _may.Contains(Permissions.AuditLog.View) ? AddressOf(entry.Id) : null;

    /// <summary>Another kind of thing has other ids.</summary>
    private void FilterTarget(string? type)
    {
        if (Thing is null)
            Filter("target", type);
        else
            Filter(new() { ["target"] = type, ["thing"] = null });
    }

    /// <summary>Removes a filter, and what means nothing without it.</summary>
    private void Remove(string parameter)
    {
        if (parameter == "target")
            FilterTarget(null);
        else
            Unfilter(parameter);
    }

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

        if (query.TargetId is { } thing && page.Value?.Items.FirstOrDefault(e => e.TargetId == thing)?.Target is var thingName
            && thingName != _thingName)
        {
            _thingName = thingName;
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
