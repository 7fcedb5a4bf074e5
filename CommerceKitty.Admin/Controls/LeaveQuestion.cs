using MudBlazor;

namespace CommerceKitty.Admin.Controls;

/// <summary>Asks before something that is not saved is lost.</summary>
public static class LeaveQuestion
{
    /// <summary>Shows the question. The focus begins at staying, and Esc stays too.</summary>
    /// <param name="dialogs">Shows it.</param>
    /// <param name="title">The question.</param>
    /// <param name="text">What would be lost.</param>
    /// <param name="leave">The button that loses it.</param>
    /// <param name="stay">The button that does not.</param>
    /// <returns>True when the person chose to lose it.</returns>
    public static async Task<bool> IsToLeaveAsync(
        this IDialogService dialogs,
        string title,
        string text,
        string leave = "Leave",
        string stay = "Stay") => await dialogs.ShowMessageBoxAsync(title, text, stay, leave) == false;
}
