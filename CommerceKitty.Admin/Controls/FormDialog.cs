using CommerceKitty.Admin.Common;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CommerceKitty.Admin.Controls;

/// <summary>A dialog that is a form: it asks a service once, shows what is wrong beside the fields, and stays open with what was typed
/// until
/// the service has done it.</summary>
public abstract class FormDialog : ComponentBase
{
    private IReadOnlyDictionary<string, string[]> _errors = new Dictionary<string, string[]>();

    /// <summary>The dialog's frame.</summary>
    [CascadingParameter]
    public IMudDialogInstance Dialog { get; set; } = default!;

    /// <summary>True while the service works; a second click does nothing.</summary>
    protected bool Busy { get; private set; }

    /// <summary>Why the service refused, when it is about no field.</summary>
    protected Error? Refusal { get; private set; }

    /// <summary>What is wrong with a field, by the API's name of it.</summary>
    protected IReadOnlyList<string> ErrorsOf(string field) => _errors.GetValueOrDefault(field) ?? [];

    /// <summary>For <c>aria-invalid</c>.</summary>
    protected string? Invalid(string field) => ErrorsOf(field).Count > 0 ? "true" : null;

    /// <summary>Shows what is wrong with fields.</summary>
    protected void Show(Error? error) =>
        (_errors, Refusal) = (error?.Fields ?? new Dictionary<string, string[]>(), error is { Fields.Count: 0 } ? error : null);

    /// <summary>Asks the service; closes with its answer when it is done.</summary>
    protected async Task SendAsync<T>(Func<Task<Result<T>>> operation)
    {
        if (Busy)
            return;
        Busy = true;
        Show(null);
        try
        {
            var done = await DatabaseFaults.GuardAsync(operation);
            if (done.IsDone)
                Dialog.Close(DialogResult.Ok(done.Value));
            else
                Show(done.Error);
        }
        finally
        {
            Busy = false;
        }
    }
}
