using System.Linq.Expressions;

namespace CommerceKitty.Admin.Common;

/// <summary>One order of a list as a request asked for it.</summary>
/// <param name="Sort">What rows are sorted by.</param>
/// <param name="Descending">True for falling.</param>
/// <param name="After">The row behind which to begin; null at the beginning.</param>
/// <param name="Place">Names list and order in cursors.</param>
public sealed record SliceOrder<T>(SliceSort<T> Sort, bool Descending, SliceCursor? After, string Place)
    where T : class
{
    /// <summary>Reads the next rows and where the list goes on.</summary>
    public Task<Slice<TRow>> ReadAsync<TRow>(IQueryable<T> rows, int limit, Expression<Func<T, TRow>> select, CancellationToken ct) =>
        Sort.ReadAsync(rows, this, limit, select, ct);
}
