using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Features.Audit;

/// <summary>One entry of the audit log: who, from where, what it was before and after, and the ways to all of them.</summary>
public partial class AuditEntryPage
{
    private AuditRow? _entry;
    private Error? _error;
    private PermissionSet _may;
    private int _loads;

    [Parameter]
    public long Id { get; set; }

    [Inject]
    public required AuditLogService AuditLog { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_entry?.Id != Id)
            (_entry, _error) = (null, null);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var load = ++_loads;
        // What the viewer may do may have changed as well (R3).
        var read = await DatabaseFaults.GuardAsync<(AuditRow, PermissionSet)>(async () =>
        {
            var entry = await AuditLog.GetAsync(Id);
            return entry.IsDone ? (entry.Value, await Current.PermissionsAsync()) : entry.Error;
        });
        // A slower answer to an older question must not replace a newer one.
        if (load != _loads)
            return;
        (_entry, _may) = read.IsDone ? read.Value : (null, PermissionSet.None);
        _error = read.Error;
    }

    private string? UserAddress(AuditRow entry) => entry.ActorUserId is { } user && _may.Contains(Permissions.Users.View)
        ? string.Create(CultureInfo.InvariantCulture, $"/configuration/users/{user}")
        : null;

    private string? KeyAddress(int key) => _may.Contains(Permissions.ApiKeys.View)
        ? string.Create(CultureInfo.InvariantCulture, $"/configuration/api-keys/{key}")
        : null;

    private static string Type(AuditRow entry) => $"({AuditPresentation.TargetType(entry.TargetType)})";

    private static IEnumerable<(string Text, string Address)> Related(AuditRow entry)
    {
        if (entry.TargetId > 0)
            yield return ($"All changes to {entry.Target}", AuditLogPage.AddressOf(entry.TargetType, entry.TargetId));
        if (entry.ActorUserId is { } user)
            yield return ($"Everything {entry.Actor} did", AuditLogPage.AddressOf(user, AuditSide.Did));
        if (entry.ActorApiKeyId is { } key)
            yield return ($"Everything done via key {AuditPresentation.KeyName(entry)}", AuditLogPage.AddressOfKey(key));
        if (entry.Address is { Length: > 0 } address)
            yield return ($"Everything from {address}", AuditLogPage.AddressFrom(address));
        yield return ($"All of this kind: {AuditPresentation.Sentence(entry.Action)}", $"/configuration/audit-log?action={entry.Action}");
    }
}
