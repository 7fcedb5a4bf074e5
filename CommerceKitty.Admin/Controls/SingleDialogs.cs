using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CommerceKitty.Admin.Controls;

/// <summary>Opens each dialog once at a time. A second click on the button that opens it, before the dialog covers it, is answered as if
/// its dialog had been cancelled at once: on a slow line people click again, and a double click sends two.</summary>
public sealed class SingleDialogs(ILogger<DialogService> log) : DialogService(log), IDialogService
{
    private readonly Dictionary<Type, Task<IDialogReference>> _open = [];

    Task<IDialogReference> IDialogService.ShowAsync<TDialog>() => OnceAsync(typeof(TDialog));

    Task<IDialogReference> IDialogService.ShowAsync<TDialog>(DialogParameters parameters) =>
        OnceAsync(typeof(TDialog), parameters: parameters);

    Task<IDialogReference> IDialogService.ShowAsync<TDialog>(DialogOptions options) => OnceAsync(typeof(TDialog), options: options);

    Task<IDialogReference> IDialogService.ShowAsync<TDialog>(string? title) => OnceAsync(typeof(TDialog), title);

    Task<IDialogReference> IDialogService.ShowAsync<TDialog>(string? title, DialogParameters parameters) =>
        OnceAsync(typeof(TDialog), title, parameters);

    Task<IDialogReference> IDialogService.ShowAsync<TDialog>(string? title, DialogOptions options) =>
        OnceAsync(typeof(TDialog), title, options: options);

    Task<IDialogReference> IDialogService.ShowAsync<TDialog>(DialogParameters parameters, DialogOptions options) =>
        OnceAsync(typeof(TDialog), parameters: parameters, options: options);

    Task<IDialogReference> IDialogService.ShowAsync<TDialog>(string? title, DialogParameters parameters, DialogOptions? options) =>
        OnceAsync(typeof(TDialog), title, parameters, options);

    /// <summary>A question with a heading of the level that every dialog has; MudBlazor's own leaves out four.</summary>
    async Task<bool?> IDialogService.ShowMessageBoxAsync(
        string? title, string message, string yesText, string? noText, string? cancelText, DialogOptions? options)
    {
        RenderFragment heading = builder =>
        {
            builder.OpenElement(0, "h2");
            builder.AddAttribute(1, "class", "ck-dialog-title ck-wrap");
            builder.AddContent(2, title);
            builder.CloseElement();
        };
        var parameters = new DialogParameters
        {
            [nameof(MudMessageBox.TitleContent)] = heading,
            [nameof(MudMessageBox.Message)] = message,
            [nameof(MudMessageBox.YesText)] = yesText,
            [nameof(MudMessageBox.NoText)] = noText,
            [nameof(MudMessageBox.CancelText)] = cancelText,
        };
        var shown = await ShowAsync(typeof(MudMessageBox), title, parameters, options ?? new DialogOptions());
        return await shown.Result is { Canceled: false, Data: bool answer } ? answer : null;
    }

    private async Task<IDialogReference> OnceAsync(
        Type dialog,
        string? title = null,
        DialogParameters? parameters = null,
        DialogOptions? options = null)
    {
        if (_open.TryGetValue(dialog, out var shown) && !(shown.IsCompleted && (await shown).Result.IsCompleted))
        {
            var none = CreateReference();
            none.Dismiss(DialogResult.Cancel());
            return none;
        }

        return await (_open[dialog] = ShowAsync(dialog, title, parameters ?? [], options ?? new DialogOptions()));
    }
}
