using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.UserGroups;
using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>Edits a user, and moves it to another group or kind.</summary>
public partial class EditUserDialog
{
    private readonly UserDraft _user = new();
    private IReadOnlyList<UserGroupRow> _groups = [];
    private UserRow _seen = default!;
    private UserMovePreview? _move;

    [Inject]
    public required UserService Users { get; init; }

    [Inject]
    public required UserGroupService Groups { get; init; }

    /// <summary>The user as it was looked at.</summary>
    [Parameter, EditorRequired]
    public UserRow User { get; set; } = default!;

    /// <summary>True when the viewer edits themselves.</summary>
    [Parameter]
    public bool IsOneself { get; set; }

    private UserGroupReference? Present =>
        _seen.GroupCode.Length == 0 ? null : new UserGroupReference(_seen.GroupCode, _seen.GroupName);

    private string? EmailHelp => (_user.Email.Value?.Trim() == _seen.Email, _user.Kind.Value) switch
    {
        (true, UserKind.Person) => "Used to sign in.",
        (true, _) => "Must be unique. We never email it.",
        _ when IsOneself => "A new email signs you out. Sign in again with the new one.",
        _ when _seen.Kind == UserKind.Person => "A new email signs this person out everywhere and cancels links sent to the old one.",
        _ => null,
    };

    /// <summary>What another kind brings with it.</summary>
    private string? KindNote => (_seen.Kind, _user.Kind.Value) switch
    {
        (UserKind.Person, UserKind.Integration) =>
            $"{_seen.Name.Isolated()} will be signed out everywhere and can never sign in again. The password and open links are deleted. "
            + $"API keys that act as {_seen.Name.Isolated()} keep working.",
        (UserKind.Integration, UserKind.Person) =>
            $"{_seen.Name.Isolated()} has no password yet. Save, then choose “Send invitation” in the menu. It goes to the email below.",
        _ => null,
    };

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        See(User);
        var groups = await DatabaseFaults.GuardAsync(() => Groups.ListMovableToAsync());
        _groups = groups.Value ?? [];
    }

    private void See(UserRow user)
    {
        _seen = user;
        _user.Load(user);
    }

    /// <summary>What the move changes, before it is saved; without the answer the group's permissions alone are shown.</summary>
    private async Task JudgeMoveAsync()
    {
        _move = null;
        if (_user.GroupCode.Value is not { Length: > 0 } group || group == _seen.GroupCode)
            return;
        var preview = await DatabaseFaults.GuardAsync(() => Users.PreviewMoveAsync(_seen.Id, group));
        if (_user.GroupCode.Value == group)
            _move = preview.Value;
    }

    private string MoveWords(UserMovePreview move)
    {
        var words = $"Permissions change: {move.Change.ToDisplayText(limit: 6)}.";
        if (move.Change.Removed.Count > 0)
            words += " " + UserGroupWords.Loss(move.KeysUsing);
        if (move.Keys > 0 && move.Change.Added.Count > 0)
            words += $" {UserGroupWords.Keys(move.Keys)} that act{(move.Keys == 1 ? "s" : null)} as {_seen.Name} can do more too.";
        return words;
    }

    private Task SaveAsync() => SubmitAsync(() => Users.EditAsync(_seen.Id, _user.ToEdit(), _seen.Version));

    private async Task LoadNewVersionAsync()
    {
        var user = await DatabaseFaults.GuardAsync(() => Users.GetAsync(_seen.Id));
        Form.Show(user.Error);
        if (user.IsDone)
            See(user.Value);
    }
}
