namespace CommerceKitty.Admin.Features.Csv;

/// <summary>One record of a file.</summary>
/// <param name="Line">The line where it begins, from 1.</param>
/// <param name="Cells">Its texts.</param>
/// <param name="Problem">Why it cannot be used; null when it can.</param>
public sealed record CsvRecord(int Line, IReadOnlyList<string> Cells, string? Problem)
{
    /// <summary>The trimmed text in a column; empty when the file has no such column.</summary>
    public string Text(int? column) => column is { } index && index < Cells.Count ? Cells[index].Trim() : string.Empty;
}
