using CommerceKitty.Admin.Common;
using MudBlazor;

namespace CommerceKitty.Admin.Controls;

/// <summary>Short messages about what was just done.</summary>
public static class Toasts
{
    /// <summary>After a form was saved and its page shows it.</summary>
    public static void Saved(this ISnackbar snackbar) => snackbar.Add("Saved", Severity.Normal);

    /// <summary>Says that something was done, or why not.</summary>
    public static void Tell<T>(this ISnackbar snackbar, Result<T> result, string done) =>
        snackbar.Add(result.Error?.Message ?? done, result.IsDone ? Severity.Normal : Severity.Error);
}
