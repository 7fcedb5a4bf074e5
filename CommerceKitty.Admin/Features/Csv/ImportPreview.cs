namespace CommerceKitty.Admin.Features.Csv;

/// <summary>What a file would do.</summary>
/// <param name="Lines">Each record, in the file's order.</param>
/// <param name="IgnoredColumns">Columns that mean nothing here.</param>
public sealed record ImportPreview(IReadOnlyList<ImportLine> Lines, IReadOnlyList<string> IgnoredColumns);
