using CommerceKitty.Admin.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Chooses the user that a key acts as. What is typed chooses nobody until a user is picked from the list, or the text is
/// exactly one user's email or name.</summary>
public partial class KeyHolderField
{
    private const int MostShown = 50;

    private ElementReference _box;
    private ElementReference _panel;
    private List<KeyHolderCandidate> _shown = [];
    private KeyHolderCandidate? _given;
    private string? _text;
    private string? _committed;
    private string? _message;
    private int _active = -1;
    private bool _open;
    private bool _opened;

    [Inject]
    public required IJSRuntime Js { get; init; }

    /// <summary>Exactly the users that the viewer may choose.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<KeyHolderCandidate> Candidates { get; set; } = [];

    [Parameter]
    public KeyHolderCandidate? Value { get; set; }

    [Parameter]
    public EventCallback<KeyHolderCandidate?> ValueChanged { get; set; }

    [Parameter, EditorRequired]
    public string Label { get; set; } = string.Empty;

    [Parameter, EditorRequired]
    public string Id { get; set; } = string.Empty;

    /// <summary>The API's name of the field.</summary>
    [Parameter]
    public string? For { get; set; }

    /// <summary>What is wrong with the choice, where that is not what the form knows of <see cref="For"/>.</summary>
    [Parameter]
    public IReadOnlyList<string>? Errors { get; set; }

    [Parameter]
    public string? Hint { get; set; }

    private string ListId => Id + "-list";

    /// <summary>Moves the focus into it.</summary>
    public ValueTask FocusAsync() => _box.FocusAsync();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (!Equals(Value, _given))
        {
            _given = Value;
            if (Value is not null)
                _text = Value.Access.Name;
        }
        else if (Value is null && _committed is not null)
        {
            // The users came after the text.
            await CommitAsync(_committed);
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_opened || !_open)
            return;
        _opened = false;
        await Js.InvokeVoidAsync("commerceKitty.reveal", _panel);
    }

    private string OptionId(int index) => $"{Id}-{index}";

    private async Task Type(string? text)
    {
        (_text, _committed) = (text, null);
        Open(all: false);
        // Another text is another user, or none yet.
        if (Value is not null && text != Value.Access.Name)
            await SetAsync(null);
    }

    private void Open(bool all)
    {
        var words = all ? null : _text?.Trim();
        bool Matches(string field) => UnicodeForms.Holds(field, words!);
        var found = Candidates
            .Where(c =>
                string.IsNullOrEmpty(words) || Matches(c.Access.Name) || Matches(c.Access.Email) || Matches(c.Access.GroupName))
            .Take(MostShown + 1).ToList();
        _message = found.Count switch
        {
            0 => "No matching user. A key can act only as an enabled user with no more permissions than you.",
            > MostShown => "There are more users. Type part of a name, email or group.",
            _ => null,
        };
        _shown = [.. found.Take(MostShown)];
        _active = all || _shown.Count == 0 ? -1 : 0;
        _opened = !_open;
        _open = true;
    }

    private void Close() => _open = false;

    /// <summary>The arrow beside the field: everyone, whatever is typed.</summary>
    private async Task SwitchAsync()
    {
        if (_open)
        {
            Close();
            return;
        }

        Open(all: true);
        await FocusAsync();
    }

    private async Task OnKeyDown(KeyboardEventArgs e)
    {
        switch (e.Key)
        {
            case "ArrowDown" or "ArrowUp" when !_open:
                Open(all: Value is not null);
                break;
            case "ArrowDown" when _shown.Count > 0:
                _active = (_active + 1) % _shown.Count;
                break;
            case "ArrowUp" when _shown.Count > 0:
                _active = (_active <= 0 ? _shown.Count : _active) - 1;
                break;
            case "Enter" when _open && _active >= 0 && _active < _shown.Count:
                await ChooseAsync(_shown[_active]);
                break;
        }
    }

    private Task Commit(ChangeEventArgs e) => CommitAsync((string?)e.Value);

    /// <summary>The whole text is there: pasted, brought back, or typed to its end.</summary>
    private async Task CommitAsync(string? text)
    {
        Close();
        if (Value is not null || string.IsNullOrWhiteSpace(text))
            return;
        _committed = text;
        bool Is(string field) => string.Equals(field, text.Trim(), StringComparison.OrdinalIgnoreCase);
        if (Candidates.Where(c => Is(c.Access.Email) || Is(c.Access.Name)).Take(2).ToList() is [var only])
            await ChooseAsync(only);
    }

    private Task ChooseAsync(KeyHolderCandidate candidate)
    {
        Close();
        (_text, _committed) = (candidate.Access.Name, null);
        return SetAsync(candidate);
    }

    private Task SetAsync(KeyHolderCandidate? candidate)
    {
        _given = candidate;
        return ValueChanged.InvokeAsync(candidate);
    }
}
