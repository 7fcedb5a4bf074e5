namespace CommerceKitty.Admin.Features.Csv;

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
