using CommerceKitty.Admin.Common;
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
