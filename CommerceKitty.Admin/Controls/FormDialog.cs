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
using MudBlazor;

namespace CommerceKitty.Admin.Controls;

/// <summary>A dialog that is a form. Its markup is a <see cref="DialogFrame"/>; it stays open with what was typed until the service has
/// done what it asks for.</summary>
public abstract class FormDialog : ComponentBase
{
    /// <summary>The dialog's frame.</summary>
    [CascadingParameter]
    public IMudDialogInstance Dialog { get; set; } = default!;

    /// <summary>What every form does around its fields.</summary>
    protected FormState Form { get; } = new();

    /// <summary>Calls the service, and closes with its answer when it is done.</summary>
    /// <returns>True when the dialog closed.</returns>
    protected async Task<bool> SubmitAsync<T>(Func<Task<Result<T>>> operation)
    {
        if (await Form.SubmitAsync(operation) is not { IsDone: true } done)
            return false;
        Dialog.Close(DialogResult.Ok(done.Value));
        return true;
    }
}
