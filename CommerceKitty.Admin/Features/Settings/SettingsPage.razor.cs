using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;

namespace CommerceKitty.Admin.Features.Settings;

/// <summary>Configuration › Settings. What a stricter rule would do to existing keys is shown and asked before anything is saved.</summary>
public partial class SettingsPage
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    private static readonly (string Value, string Text)[] Rules =
        [.. Enum.GetValues<EndlessKeys>().Select(r => (r.ToString(), SettingsDraft.Text(r)))];

    private static readonly (string Value, string Text)[] Decisions =
    [
        (nameof(ExistingKeys.Leave), "Leave them as they are"),
        (nameof(ExistingKeys.End), "Let them expire in some days"),
        (nameof(ExistingKeys.Block), "Disable them now"),
    ];

    private readonly FormState _form = new();
    private AccountSettings? _settings;
    private SettingsDraft? _draft;
    private AffectedKeys? _affected;
    private ExistingKeys? _existing;
    private int? _endInDays = 30;
    private Error? _error;
    private bool _mayEdit;
    private int _previews;

    [Inject]
    public required SettingsService Settings { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ISnackbar Snackbar { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    private bool IsDirty => _draft is { Differences.Count: > 0 };

    private string DecisionHint => _existing switch
    {
        ExistingKeys.Leave => "Extending one later takes a date that the new rules allow.",
        ExistingKeys.Block => "Their next requests are rejected. Enabling one again takes a date that the new rules allow.",
        _ => "Nothing changes before you save.",
    };

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    private static string KeysText(int count) =>
        count == 1 ? "1 existing key is" : string.Create(English, $"{count:N0} existing keys are");

    private async Task LoadAsync()
    {
        var read = await DatabaseFaults.GuardAsync(() => Settings.GetAsync());
        _mayEdit = await Current.MayAsync(Permissions.Settings.Edit);
        _error = read.Error;
        _form.Show(null);
        if (read.Value is { } settings)
            Take(settings);
        else
            _draft = null;
    }

    private void Take(AccountSettings settings)
    {
        _settings = settings;
        (_draft ??= new(settings)).Load(settings);
        (_affected, _existing) = (null, null);
    }

    private async Task ChangeAsync(Action change)
    {
        change();
        await PreviewAsync();
    }

    /// <summary>A browser may send what was never offered: that changes nothing.</summary>
    private Task ChooseRuleAsync(string? rule) =>
        Enum.TryParse<EndlessKeys>(rule, out var chosen) && Enum.IsDefined(chosen)
            ? ChangeAsync(() => _draft!.EndlessKeys = chosen)
            : Task.CompletedTask;

    private void Decide(string? decision) =>
        _existing = Enum.TryParse<ExistingKeys>(decision, out var chosen) && Enum.IsDefined(chosen) ? chosen : _existing;

    private async Task PreviewAsync()
    {
        var preview = ++_previews;
        var found = await DatabaseFaults.GuardAsync(() => Settings.PreviewAsync(_draft!.Change));
        // A slower answer to an earlier choice must not stand beside a later one.
        if (preview != _previews)
            return;
        // What is wrong with a value is said when it is saved: it may be half typed.
        _affected = found.Value;
        if (_affected is not { Count: > 0 })
            _existing = null;
        StateHasChanged();
    }

    private void Discard()
    {
        _draft!.Discard();
        (_affected, _existing) = (null, null);
        _form.Show(null);
    }

    /// <summary>How many keys saving disables; null when none.</summary>
    private int? Stopped => _existing == ExistingKeys.Block && _affected is { Count: > 0 and var count } ? count : null;

    private string SaveText => Stopped is { } count
        ? string.Create(English, $"Save and disable {count:N0} {(count == 1 ? "key" : "keys")}")
        : "Save";

    private async Task SaveAsync()
    {
        var draft = _draft!;
        var saved = await _form.SubmitAsync(() => Settings.SaveAsync(draft.Change, _existing, _endInDays ?? 0, draft.Version));
        if (saved is { IsDone: true })
        {
            var done = Stopped is { } stopped ? $"Saved. {KeysText(stopped)} disabled." : null;
            Take(saved.Value);
            if (done is null)
                Snackbar.Saved();
            else
                Snackbar.Add(done, Severity.Normal);
        }
        else if (saved is not null)
        {
            // Keys may have come since.
            await PreviewAsync();
        }
    }

    private async Task GuardAsync(LocationChangingContext context)
    {
        var path = Navigation.ToAbsoluteUri(context.TargetLocation).AbsolutePath;
        if (!IsDirty || path.StartsWith("/account/", StringComparison.Ordinal))
            return;
        if (!await Dialogs.IsToLeaveAsync(
            "Leave without saving?", $"Your changes to the settings aren't saved: {string.Join(" · ", _draft!.Differences)}"))
            context.PreventNavigation();
        else
            Discard();
    }
}
