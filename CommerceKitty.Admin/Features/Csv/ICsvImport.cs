using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Features.Csv;

/// <summary>Brings a kind of thing in from files: says first what would change, then changes it.</summary>
public interface ICsvImport
{
    /// <summary>What the file would do; changes nothing.</summary>
    Task<Result<ImportPreview>> PreviewAsync(CsvTable table, CancellationToken ct = default);

    /// <summary>Saves the lines that wait, and notes on each what became of it. Whatever ends it early leaves the rest waiting.</summary>
    /// <param name="lines">Lines of a preview.</param>
    /// <param name="progressed">Called whenever some more are done.</param>
    /// <param name="ct">Stops between lines.</param>
    /// <returns>Why it ended early: nobody signed in, the permission is missing.</returns>
    Task<Error?> ApplyAsync(IReadOnlyList<ImportLine> lines, Func<Task> progressed, CancellationToken ct = default);
}
