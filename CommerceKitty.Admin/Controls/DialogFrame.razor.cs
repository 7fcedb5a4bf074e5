using CommerceKitty.Admin.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using MudBlazor;

namespace CommerceKitty.Admin.Controls;

/// <summary>The frame of a <see cref="FormDialog"/>. While the service works the submit button keeps the focus and says so; a second
/// click does nothing, because <see cref="FormState"/> sends once at a time.</summary>
public partial class DialogFrame
{
    private ElementReference _form;
    private bool _reloaded;
    private bool _restored;
    private bool _asking;

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [CascadingParameter]
    public IMudDialogInstance Dialog { get; set; } = default!;

    [Parameter, EditorRequired]
    public FormState Form { get; set; } = default!;

    /// <summary>The id of the form element.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = string.Empty;

    /// <summary>What the browser keeps the input by until it is saved or cancelled: form and subject, for example <c>edit-order/12</c>.
    /// Null where nothing may be kept: a password, a name typed to confirm.</summary>
    [Parameter, EditorRequired]
    public string? Draft { get; set; }

    [Parameter, EditorRequired]
    public string Title { get; set; } = string.Empty;

    /// <summary>The submit button's text.</summary>
    [Parameter, EditorRequired]
    public string Submit { get; set; } = string.Empty;

    /// <summary>The submit button's text while the service works.</summary>
    [Parameter]
    public string BusyText { get; set; } = "Saving…";

    [Parameter, EditorRequired]
    public EventCallback OnSubmit { get; set; }

    /// <summary>The fields.</summary>
    [Parameter, EditorRequired]
    public RenderFragment ChildContent { get; set; } = default!;

    [Parameter]
    public bool SubmitDisabled { get; set; }

    /// <summary>The submit button is red, and the focus begins at Cancel, so that Enter and Space do no harm.</summary>
    [Parameter]
    public bool Destructive { get; set; }

    /// <summary>Where the focus begins, if not as <see cref="Destructive"/> says.</summary>
    [Parameter]
    public bool? FocusCancel { get; set; }

    [Parameter]
    public string CancelText { get; set; } = "Cancel";

    [Parameter]
    public bool Wide { get; set; }

    /// <summary>Why the form cannot be shown; null when it can.</summary>
    [Parameter]
    public Error? LoadError { get; set; }

    [Parameter]
    public string LoadErrorTitle { get; set; } = string.Empty;

    /// <summary>Loads again what the form needs.</summary>
    [Parameter]
    public EventCallback LoadAgain { get; set; }

    /// <summary>What the form changes, in lower case: "order".</summary>
    [Parameter]
    public string Thing { get; set; } = string.Empty;

    /// <summary>Takes in what someone else saved, and keeps what was typed. Without it a conflict is a refusal like any other.</summary>
    [Parameter]
    public EventCallback LoadNewVersion { get; set; }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Form.TakeFocusRequest() && LoadError is null)
            await Js.InvokeVoidAsync("commerceKitty.focusForm", _form);
    }

    private void Cancel() => Dialog.Cancel();

    /// <summary>Esc, with something typed.</summary>
    private async Task AskAsync()
    {
        if (await IsToBeDiscardedAsync())
            Dialog.Cancel();
    }

    /// <summary>Back, or a link, with something typed. Signing out never waits.</summary>
    private async Task GuardAsync(LocationChangingContext context)
    {
        if (Form.IsDone || context.TargetLocation.Contains("/account/", StringComparison.Ordinal))
            return;
        if (await Js.InvokeAsync<bool>("commerceKitty.isDirty", context.CancellationToken, _form) && !await IsToBeDiscardedAsync())
            context.PreventNavigation();
    }

    private async Task<bool> IsToBeDiscardedAsync()
    {
        if (_asking)
            return false;
        _asking = true;
        var discard = await Dialogs.IsToLeaveAsync(
            "Discard your input?", $"What you entered in “{Title}” isn't saved.", "Discard", "Keep editing");
        _asking = false;
        return discard;
    }

    private async Task LoadNewVersionAsync()
    {
        await LoadNewVersion.InvokeAsync();
        _reloaded = Form.Refusal is null;
        Form.RequestFocus();
    }
}
