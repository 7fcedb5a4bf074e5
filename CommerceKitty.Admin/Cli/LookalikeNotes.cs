using CommerceKitty.Admin.Features.Lookalikes;

namespace CommerceKitty.Admin.Cli;

/// <summary>Says of something new that it would be mistaken for something else, as the dialogs of pages do. It stops nobody.</summary>
internal static class LookalikeNotes
{
    /// <summary>Notes the name that looks the same, if there is one.</summary>
    public static async Task NoteTwinAsync(
        this CommandConsole console, IServiceProvider services, LookalikeKind kind, string? name, CancellationToken ct)
    {
        var answer = await services.GetRequiredService<LookalikeService>().FindAsync(kind, name, ct);
        if (answer.Value?.Name is { } twin)
            console.Note($"Warning: {name} looks the same as {twin}, which exists, but has other letters.");
    }
}
