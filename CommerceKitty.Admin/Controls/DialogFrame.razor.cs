using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace CommerceKitty.Admin.Controls;

/// <summary>The frame of a <see cref="FormDialog"/>. While the service works the submit button keeps the focus and says so; a second
/// click does nothing, because <see cref="FormState"/> sends once at a time.</summary>
public partial class DialogFrame
{
    private ElementReference _form;
    private bool _reloaded;

    [CascadingParameter]
    public IMudDialogInstance Dialog { get; set; } = default!;

    [Parameter, EditorRequired]
    public FormState Form { get; set; } = default!;

    /// <summary>The id of the form element.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = string.Empty;

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

    private async Task LoadNewVersionAsync()
    {
        await LoadNewVersion.InvokeAsync();
        _reloaded = Form.Refusal is null;
        Form.RequestFocus();
    }
}
