using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Common;

/// <summary>Reads pages of lists.</summary>
public static class PageReader
{
    /// <summary>Where counting ends: to count a million rows is to read them all, and nobody needs to know.</summary>
    public const int MostCounted = 10_000;

    /// <summary>A page of a list, and how many rows the list has. What the page itself tells is not counted.</summary>
    /// <param name="ordered">The rows that the filters leave, in their order.</param>
    /// <param name="window">Which of them.</param>
    /// <param name="select">What is shown of each.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<Page<TRow>> ReadAsync<T, TRow>(
        IQueryable<T> ordered, PageWindow window, Func<IQueryable<T>, IQueryable<TRow>> select, CancellationToken ct)
    {
        var (skip, take) = (window.SafeSkip, window.SafeTake);
        var rows = await select(ordered.Skip(skip).Take(take)).ToListAsync(ct);
        if (rows.Count < take && (rows.Count > 0 || skip == 0))
            return new Page<TRow>(rows, skip + rows.Count);
        var counted = await CountAsync(ordered, ct);
        return counted <= MostCounted
            ? new Page<TRow>(rows, counted)
            : new Page<TRow>(rows, Math.Max(MostCounted, rows.Count == 0 ? 0 : skip + rows.Count)) { HasMore = true };
    }

    /// <summary>A page of two lists, one after the other. Where an order is of two kinds of rows, as of used and of unused keys, no index
    /// serves both together, and one serves each.</summary>
    /// <param name="first">The first list, in its order.</param>
    /// <param name="second">What comes after it, in its order.</param>
    /// <param name="window">Which of them all.</param>
    /// <param name="select">What is shown of each.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<Page<TRow>> ReadAsync<T, TRow>(
        IQueryable<T> first, IQueryable<T> second, PageWindow window, Func<IQueryable<T>, IQueryable<TRow>> select, CancellationToken ct)
    {
        var begin = await ReadAsync(first, window, select, ct);
        var (skip, take) = (window.SafeSkip, window.SafeTake);
        if (begin.Items.Count == take)
        {
            // Whether there is a second list at all is of interest only where the first was counted to its end.
            var others = begin.HasMore ? 0 : await CountAsync(second, ct);
            return Limit(begin.Items, (long)begin.Total + others, begin.HasMore || begin.Total + others > MostCounted);
        }

        // The window reaches beyond the first list, so its number of rows is needed to the last one.
        var before = begin.Items.Count > 0 ? begin.Total : await first.CountAsync(ct);
        var rest = new PageWindow(Math.Max(0, skip - before), take - begin.Items.Count);
        var end = await ReadAsync(second, rest, select, ct);
        return Limit([.. begin.Items, .. end.Items], (long)before + end.Total, end.HasMore);

        Page<TRow> Limit(IReadOnlyList<TRow> rows, long total, bool hasMore) => hasMore
            ? new Page<TRow>(rows, Math.Max(MostCounted, rows.Count == 0 ? 0 : skip + rows.Count)) { HasMore = true }
            : new Page<TRow>(rows, (int)total);
    }

    /// <summary>How many rows there are, at most one more than are counted. Any order will do, and none would be warned about.</summary>
    internal static Task<int> CountAsync<T>(IQueryable<T> rows, CancellationToken ct) =>
        rows.OrderBy(_ => 1).Take(MostCounted + 1).CountAsync(ct);

    /// <summary>A total in words: "12" or "10,000+".</summary>
    public static string TotalText(int total, bool hasMore) =>
        string.Create(CultureInfo.InvariantCulture, $"{total:N0}{(hasMore ? "+" : null)}");
}
