using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Features.PermissionHistory;

/// <summary>Time travel for one API key or user. The time is chosen in the viewer's zone.</summary>
public partial class PermissionsAt
{
    /// <summary>As browsers write a time, with or without seconds.</summary>
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    private string? _chosen;
    private string? _wrong;
    private string? _note;
    private PastPermissions? _past;
    private bool _busy;
    private bool _mayOpen;
    private (int?, int?) _shown;
    private int _loads;

    /// <summary>The key; null for a user.</summary>
    [Parameter]
    public int? ApiKeyId { get; set; }

    /// <summary>The user; null for a key.</summary>
    [Parameter]
    public int? UserId { get; set; }

    [Inject]
    public required PermissionHistoryService History { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    private string AllChanges => ApiKeyId is { } key
        ? AuditLogPage.AddressOf("api-keys", key)
        : AuditLogPage.AddressOf("users", UserId ?? 0);

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_shown == (ApiKeyId, UserId))
            return;
        _shown = (ApiKeyId, UserId);
        (_chosen, _past, _wrong, _note, _busy) = (null, null, null, null, false);
        _loads++;
    }

    private async Task ShowAsync()
    {
        var load = ++_loads;
        (_past, _note) = (null, null);
        _wrong = ReadTime(out var at);
        if (_wrong is not null)
            return;
        _busy = true;
        var found = await DatabaseFaults.GuardAsync(() =>
            ApiKeyId is { } key ? History.OfKeyAsync(key, at) : History.OfUserAsync(UserId!.Value, at));
        var mayOpen = await Current.MayAsync(Permissions.AuditLog.View);
        // A slower answer to an older question must not replace a newer one.
        if (load != _loads)
            return;
        (_past, _mayOpen, _busy) = (found.Value, mayOpen, false);
        _wrong = found.Error is not { } error ? null : error.Fields.TryGetValue("at", out var about) ? about[0] : error.Message;
    }

    /// <summary>The chosen time in UTC.</summary>
    /// <returns>Null, or why there is no such time.</returns>
    private string? ReadTime(out DateTime at)
    {
        at = default;
        if (!DateTime.TryParseExact(_chosen, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return "Choose a date and a time.";
        if (Clock.Zone.IsInvalidTime(local))
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"{local:HH:mm} does not exist on this day in {Clock.Zone.Id}: the clocks went forward. Choose an earlier or later time.");
        }

        if (Clock.Zone.IsAmbiguousTime(local))
            _note = string.Create(CultureInfo.InvariantCulture, $"{local:HH:mm} came twice on this day; this is the first one.");
        at = Clock.Zone.IsAmbiguousTime(local)
            ? DateTime.SpecifyKind(local - Clock.Zone.GetAmbiguousTimeOffsets(local).Max(), DateTimeKind.Utc)
            : TimeZoneInfo.ConvertTimeToUtc(local, Clock.Zone);
        return null;
    }
}
