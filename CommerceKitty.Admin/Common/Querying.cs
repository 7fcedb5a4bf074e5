using System.Linq.Expressions;

namespace CommerceKitty.Admin.Common;

/// <summary>Patterns for LIKE from what a person typed.</summary>
public static class SearchPattern
{
    /// <summary>The escape character to name in the query.</summary>
    public const string Escape = "\\";

    /// <summary>Matches every text that contains these words literally, for comparison with a lower-cased column.</summary>
    public static string Containing(string search)
    {
        var literal = search.ToLowerInvariant()
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal)
            .Replace("[", "\\[", StringComparison.Ordinal);
        return $"%{literal}%";
    }
}

/// <summary>Ordering by a direction chosen at run time.</summary>
public static class QueryOrdering
{
    /// <summary>Orders rising, or falling when <paramref name="descending"/>.</summary>
    public static IOrderedQueryable<T> OrderBy<T, TKey>(this IQueryable<T> source, Expression<Func<T, TKey>> key, bool descending) =>
        descending ? source.OrderByDescending(key) : source.OrderBy(key);

    /// <summary>The same by something that a row may lack: rows without it come first, or last when <paramref name="descending"/>. Left to
    /// themselves, databases differ in that.</summary>
    public static IOrderedQueryable<T> OrderBy<T, TKey>(this IQueryable<T> source, Expression<Func<T, TKey?>> key, bool descending)
        where TKey : struct
    {
        var exists = Expression.Lambda<Func<T, bool>>(
            Expression.NotEqual(key.Body, Expression.Constant(null, typeof(TKey?))), key.Parameters);
        return descending
            ? source.OrderByDescending(exists).ThenByDescending(key)
            : source.OrderBy(exists).ThenBy(key);
    }
}
