using System.Globalization;
using System.Linq.Expressions;
using CommerceKitty.Admin.Common;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Common;

/// <summary>Something a list can be sorted by.</summary>
public abstract class SliceSort<T>
    where T : class
{
    private protected SliceSort(string name) => Name = name;

    /// <summary>What the API calls it.</summary>
    public string Name { get; }

    /// <summary>A sort by what the database compares; texts in the database's own order.</summary>
    /// <param name="name">What the API calls it.</param>
    /// <param name="key">Never null. A time, a number or a text.</param>
    /// <param name="id">Tells rows apart that have the same key.</param>
    public static SliceSort<T> By<TKey, TId>(string name, Expression<Func<T, TKey>> key, Expression<Func<T, TId>> id)
        where TKey : notnull
        where TId : struct => new SliceSort<T, TKey, TId>(name, key, id);

    /// <summary>Orders the rows, each in exactly one place.</summary>
    public abstract IOrderedQueryable<T> Order(IQueryable<T> rows, bool descending);

    /// <summary>The rows after a cursor that this sort gave in this direction; null begins.</summary>
    /// <param name="list">Names the list in its cursors.</param>
    /// <param name="descending">True for falling.</param>
    /// <param name="after">The cursor.</param>
    /// <param name="order">How to read them.</param>
    /// <returns>Null, or the refusal of the cursor.</returns>
    public Error? TryFollow(string list, bool descending, string? after, out SliceOrder<T>? order)
    {
        order = null;
        var place = $"{list} {(descending ? "-" : null)}{Name}";
        if (SliceCursor.TryRead(after, place, out var cursor) is { } unreadable)
            return unreadable;
        if (cursor is { } given && !Understands(given))
            return SliceCursor.Bad;
        order = new SliceOrder<T>(this, descending, cursor, place);
        return null;
    }

    /// <summary>True when the cursor's value is one of this sort's.</summary>
    private protected abstract bool Understands(SliceCursor cursor);

    internal abstract Task<Slice<TRow>> ReadAsync<TRow>(
        IQueryable<T> rows, SliceOrder<T> order, int limit, Expression<Func<T, TRow>> select, CancellationToken ct);
}

internal sealed class SliceSort<T, TKey, TId>(string name, Expression<Func<T, TKey>> key, Expression<Func<T, TId>> id) : SliceSort<T>(name)
    where T : class
    where TKey : notnull
    where TId : struct
{
    public override IOrderedQueryable<T> Order(IQueryable<T> rows, bool descending) => descending
        ? rows.OrderByDescending(key).ThenByDescending(id)
        : rows.OrderBy(key).ThenBy(id);

    private protected override bool Understands(SliceCursor cursor) =>
        SliceValues.TryRead<TKey>(cursor.Value, out _) && SliceValues.TryRead<TId>(IdText(cursor), out _);

    internal override async Task<Slice<TRow>> ReadAsync<TRow>(
        IQueryable<T> rows, SliceOrder<T> order, int limit, Expression<Func<T, TRow>> select, CancellationToken ct)
    {
        if (order.After is { } after)
            rows = rows.Where(Behind(after, order.Descending));
        // One more than asked for tells whether the list goes on.
        var found = await Order(rows, order.Descending).Take(limit + 1).Select(WithPlace(select)).ToListAsync(ct);
        if (found.Count <= limit)
            return new Slice<TRow>(found.ConvertAll(r => r.Row), Next: null);
        found.RemoveAt(limit);
        var last = found[^1];
        var cursor = new SliceCursor(SliceValues.Write(last.Key), Convert.ToInt64(last.Id, CultureInfo.InvariantCulture));
        return new Slice<TRow>(found.ConvertAll(r => r.Row), cursor.Write(order.Place));
    }

    private static string IdText(SliceCursor cursor) => cursor.Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>row => row.Key &gt; value || (row.Key == value &amp;&amp; row.Id &gt; id); falling the other way round.</summary>
    private Expression<Func<T, bool>> Behind(SliceCursor after, bool descending)
    {
        SliceValues.TryRead<TKey>(after.Value, out var value);
        SliceValues.TryRead<TId>(IdText(after), out var lastId);
        var row = key.Parameters[0];
        var idOfRow = new Replacing(id.Parameters[0], row).Visit(id.Body);
        // Properties of an object: so they become parameters of the query, not constants in it.
        var place = Expression.Constant(new Place { Key = value!, Id = lastId });
        var (keyValue, idValue) = (Expression.Property(place, nameof(Place.Key)), Expression.Property(place, nameof(Place.Id)));
        var beyond = typeof(TKey) == typeof(string)
            ? Compare(Expression.Call(typeof(string), nameof(string.Compare), null, key.Body, keyValue), Expression.Constant(0))
            : Compare(key.Body, keyValue);
        return Expression.Lambda<Func<T, bool>>(
            Expression.OrElse(beyond, Expression.AndAlso(Expression.Equal(key.Body, keyValue), Compare(idOfRow, idValue))), row);

        BinaryExpression Compare(Expression left, Expression right) =>
            descending ? Expression.LessThan(left, right) : Expression.GreaterThan(left, right);
    }

    private Expression<Func<T, Placed<TRow>>> WithPlace<TRow>(Expression<Func<T, TRow>> select)
    {
        var row = select.Parameters[0];
        return Expression.Lambda<Func<T, Placed<TRow>>>(
            Expression.MemberInit(
                Expression.New(typeof(Placed<TRow>)),
                Expression.Bind(typeof(Placed<TRow>).GetProperty(nameof(Placed<>.Row))!, select.Body),
                Expression.Bind(
                    typeof(Placed<TRow>).GetProperty(nameof(Placed<>.Key))!,
                    new Replacing(key.Parameters[0], row).Visit(key.Body)),
                Expression.Bind(typeof(Placed<TRow>).GetProperty(nameof(Placed<>.Id))!, new Replacing(id.Parameters[0], row).Visit(id.Body))
            ),
            row);
    }

    private sealed class Place
    {
        public required TKey Key { get; init; }

        public required TId Id { get; init; }
    }

    private sealed class Placed<TRow>
    {
        public TRow Row { get; init; } = default!;

        public TKey Key { get; init; } = default!;

        public TId Id { get; init; }
    }

    private sealed class Replacing(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
