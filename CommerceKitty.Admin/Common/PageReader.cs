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
        // Any order will do, and none would be warned about.
        var counted = await ordered.OrderBy(_ => 1).Take(MostCounted + 1).CountAsync(ct);
        return counted <= MostCounted
            ? new Page<TRow>(rows, counted)
            : new Page<TRow>(rows, Math.Max(MostCounted, rows.Count == 0 ? 0 : skip + rows.Count)) { HasMore = true };
    }

    /// <summary>A total in words: "12" or "10,000+".</summary>
    public static string TotalText(int total, bool hasMore) =>
        string.Create(CultureInfo.InvariantCulture, $"{total:N0}{(hasMore ? "+" : null)}");
}
