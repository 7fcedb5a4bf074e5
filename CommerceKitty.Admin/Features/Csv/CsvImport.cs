using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Features.Csv;

/// <summary>What a line of a file would do.</summary>
public enum ImportKind
{
    /// <summary>It cannot be used.</summary>
    Wrong,

    /// <summary>It adds something.</summary>
    New,

    /// <summary>It changes something.</summary>
    Changed,

    /// <summary>It is so already.</summary>
    Unchanged,
}

/// <summary>What a line of a file would do, and what became of it.</summary>
public class ImportLine
{
    /// <summary>The record of the file.</summary>
    public required CsvRecord Record { get; init; }

    /// <summary>What the line is about: a product's code, say. As in the file.</summary>
    public required string Key { get; init; }

    public required ImportKind Kind { get; init; }

    /// <summary>What changes, or what is wrong.</summary>
    public required string Detail { get; init; }

    /// <summary>True once it is saved.</summary>
    public bool Saved { get; set; }

    /// <summary>Why it was refused when it was to be saved.</summary>
    public string? Refusal { get; set; }

    /// <summary>True when there is something to save that was not tried yet.</summary>
    public bool Waits => Kind is ImportKind.New or ImportKind.Changed && !Saved && Refusal is null;
}

/// <summary>What a file would do.</summary>
/// <param name="Lines">Each record, in the file's order.</param>
/// <param name="IgnoredColumns">Columns that mean nothing here.</param>
public sealed record ImportPreview(IReadOnlyList<ImportLine> Lines, IReadOnlyList<string> IgnoredColumns);

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
