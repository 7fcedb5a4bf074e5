using MudBlazor;

namespace CommerceKitty.Admin.Controls;

/// <summary>Opens each dialog once at a time. A second click on the button that opens it, before the dialog covers it, is answered as if
/// its dialog had been cancelled at once: on a slow line people click again, and a double click sends two.</summary>
public sealed class SingleDialogs(ILogger<DialogService> log) : DialogService(log), IDialogService
{
    private readonly Dictionary<Type, Task<IDialogReference>> _open = [];

    Task<IDialogReference> IDialogService.ShowAsync<T>() => OnceAsync(typeof(T), () => ShowAsync<T>());

    Task<IDialogReference> IDialogService.ShowAsync<T>(DialogParameters parameters) =>
        OnceAsync(typeof(T), () => ShowAsync<T>(parameters));

    Task<IDialogReference> IDialogService.ShowAsync<T>(DialogOptions options) => OnceAsync(typeof(T), () => ShowAsync<T>(options));

    Task<IDialogReference> IDialogService.ShowAsync<T>(string? title) => OnceAsync(typeof(T), () => ShowAsync<T>(title));

    Task<IDialogReference> IDialogService.ShowAsync<T>(string? title, DialogParameters parameters) =>
        OnceAsync(typeof(T), () => ShowAsync<T>(title, parameters));

    Task<IDialogReference> IDialogService.ShowAsync<T>(string? title, DialogOptions options) =>
        OnceAsync(typeof(T), () => ShowAsync<T>(title, options));

    Task<IDialogReference> IDialogService.ShowAsync<T>(DialogParameters parameters, DialogOptions options) =>
        OnceAsync(typeof(T), () => ShowAsync<T>(parameters, options));

    Task<IDialogReference> IDialogService.ShowAsync<T>(string? title, DialogParameters parameters, DialogOptions? options) =>
        OnceAsync(typeof(T), () => ShowAsync<T>(title, parameters, options));

    private async Task<IDialogReference> OnceAsync(Type dialog, Func<Task<IDialogReference>> show)
    {
        if (_open.TryGetValue(dialog, out var shown) && !(shown.IsCompleted && (await shown).Result.IsCompleted))
        {
            var none = CreateReference();
            none.Dismiss(DialogResult.Cancel());
            return none;
        }

        return await (_open[dialog] = show());
    }
}
