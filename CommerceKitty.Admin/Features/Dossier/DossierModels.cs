using System.Globalization;
using CommerceKitty.Admin.Features.Users;

namespace CommerceKitty.Admin.Features.Dossier;

/// <summary>What a dossier is about and what is in it.</summary>
/// <param name="User">The user.</param>
/// <param name="At">UTC; when it was made.</param>
/// <param name="By">Who made it.</param>
/// <param name="Parts">The parts that this person may see.</param>
/// <param name="LeftOut">The parts that are left out, because their permission is missing.</param>
public sealed record DossierCover(
    UserRow User, DateTime At, string By, IReadOnlyList<DossierPart> Parts, IReadOnlyList<DossierPart> LeftOut);

/// <summary>A column of a table.</summary>
/// <param name="Name">In the files for programs.</param>
/// <param name="Title">For people.</param>
public readonly record struct DossierColumn(string Name, string Title);

/// <summary>A part with what it tells. A cell is a text, a whole number, a truth, a day, a time in UTC, or
/// nothing.</summary>
/// <param name="Part">The part.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its rows, the newest first.</param>
/// <param name="IsCut">True when there are more rows than these.</param>
public sealed record DossierTable(
    DossierPart Part, IReadOnlyList<DossierColumn> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows, bool IsCut)
{
    /// <summary>What is left out, in sentences; null for nothing.</summary>
    public string? Note => (IsCut, Part.Bound) switch
    {
        (true, { } bound) => $"{Cut} {bound}",
        (true, null) => Cut,
        (false, var bound) => bound,
    };

    private string Cut =>
        string.Create(CultureInfo.InvariantCulture, $"Only the newest {Part.Most:N0} rows are here; older ones are left out.");

    /// <summary>A cell as people read it.</summary>
    public static string Text(object? cell) => cell switch
    {
        null => string.Empty,
        string text => text,
        bool flag => flag ? "yes" : "no",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime at => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"{cell.GetType()} is no cell."),
    };
}
