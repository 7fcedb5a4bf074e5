using System.Linq.Expressions;
using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Common;

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
