using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CommerceKitty.Admin.Features.Offboarding;

/// <summary>Disables a user, and does to each of the keys what was chosen. It closes with the result.</summary>
public partial class OffboardUserDialog
{
    private List<LeaverKey> _keys = [];
    private IReadOnlyList<KeyHolderCandidate> _candidates = [];
    private Error? _loadError;
    private bool _mayRevoke;
    private bool _loading = true;

    [Inject]
    public required OffboardingService Offboarding { get; init; }

    [Inject]
    public required ApiKeyQueries Keys { get; init; }

    [Inject]
    public required ApiKeyUsageQueries Usage { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Parameter, EditorRequired]
    public UserRow User { get; set; } = default!;

    private List<LeaverKey> Stopping => _keys.FindAll(k => k.Stops);

    private List<LeaverKey> Seen => _keys.FindAll(k => !k.Stops);

    private string LoadProblem => _loadError!.Kind == ErrorKind.Forbidden
        ? $"{Count(User.KeyCount)} {(User.KeyCount == 1 ? "acts" : "act")} as {User.Name.Isolated()} and will stop working. "
            + "You don't have access to API keys, so they aren't listed."
        : _loadError.Message;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _mayRevoke = (await Current.PermissionsAsync()).Contains(Permissions.ApiKeys.Delete);
        var keys = await DatabaseFaults.GuardAsync(() => Keys.ListOfUserAsync(User.Id));
        _loadError = keys.Error;
        List<HeldKey> held = [.. keys.Value?.ActingAs ?? [], .. keys.Value?.Seen ?? []];
        // Without these figures the dialog says what else it knows.
        var weeks = await DatabaseFaults.GuardAsync(() => Usage.ListWeeksAsync([.. held.Select(k => k.Key.Id)]));
        _keys = held.ConvertAll(k => new LeaverKey(k, User) { Week = weeks.Value?.GetValueOrDefault(k.Key.Id) ?? KeyWeek.None });
        // Without the permission to create keys nobody is offered.
        var candidates = await DatabaseFaults.GuardAsync(() => Keys.ListCandidatesAsync());
        _candidates = [.. (candidates.Value ?? []).Where(c => c.Access.UserId != User.Id)];
        _loading = false;
    }

    private static string Count(int keys) => string.Create(CultureInfo.InvariantCulture, $"{keys:N0} API {(keys == 1 ? "key" : "keys")}");

    private async Task DisableAsync()
    {
        if (_loading)
            return;
        if (FieldErrors.Combine([.. _keys.Select(k => k.Validate())]) is { } incomplete)
            Form.Show(incomplete);
        else if (await Form.SubmitAsync(OffboardAsync) is { IsDone: true, Value: var result })
            Dialog.Close(DialogResult.Ok(result with { Keys = [.. result.Keys.Select(Named)] }));
    }

    /// <summary>A key that was refused before it was read comes without its name; the dialog has shown it.</summary>
    private OffboardedKey Named(OffboardedKey key) =>
        key.Name is null ? key with { Name = _keys.Find(k => k.Key.Id == key.Id)?.Key.Name } : key;

    private Task<Result<OffboardingResult>> OffboardAsync() =>
        Offboarding.OffboardAsync(User.Id, new() { Keys = [.. _keys.Select(k => k.ToOffboarding())] });
}
