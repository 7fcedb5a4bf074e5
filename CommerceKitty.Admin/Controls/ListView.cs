using System.Collections.Immutable;

namespace CommerceKitty.Admin.Controls;

/// <summary>How someone looks at a list.</summary>
/// <param name="IsCompact">Rows are low, so that more of them fit on the screen.</param>
/// <param name="Hidden">The names of the columns that are not shown.</param>
public sealed record ListView(bool IsCompact, ImmutableHashSet<string> Hidden)
{
    /// <summary>All columns, in comfortable rows.</summary>
    public static readonly ListView Standard = new(IsCompact: false, []);
}
