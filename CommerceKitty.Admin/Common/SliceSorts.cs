using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Common;

/// <summary>What a list of the API can be sorted by, in both directions, always with the id after it: so each row has exactly one place,
/// and a page goes on behind the last row of the page before, whatever is added meanwhile.</summary>
/// <typeparam name="T">The entity.</typeparam>
/// <param name="list">Names the list in its cursors.</param>
/// <param name="usual">The sort when none is asked for; a minus before it means falling.</param>
/// <param name="sorts">All there are.</param>
public sealed class SliceSorts<T>(string list, string usual, params SliceSort<T>[] sorts)
    where T : class
{
    /// <summary>The sort when none is asked for.</summary>
    public string Usual => usual;

    /// <summary>Every text that <c>sort</c> can be.</summary>
    public IReadOnlyList<string> Choices => [.. sorts.SelectMany(s => new[] { s.Name, "-" + s.Name })];

    /// <summary>Reads <c>sort</c> and <c>after</c> of a request.</summary>
    /// <returns>Null, or the refusal. Whether a cursor fits cannot be told without knowing the order.</returns>
    public Error? TryRead(string? sort, string? after, out SliceOrder<T>? order)
    {
        order = null;
        var text = string.IsNullOrEmpty(sort) ? usual : sort;
        var descending = text[0] == '-';
        var name = descending ? text[1..] : text;
        if (Array.Find(sorts, s => s.Name == name) is not { } found)
            return Error.Invalid(
                "sort",
                $"The sort is not one of {string.Join(", ", sorts.Select(s => s.Name))}. A minus before it turns the order round.");
        var place = $"{list} {text}";
        if (SliceCursor.TryRead(after, place, out var cursor) is { } unreadable)
            return unreadable;
        if (cursor is { } given && !found.Understands(given))
            return SliceCursor.Bad;
        order = new SliceOrder<T>(found, descending, cursor, place);
        return null;
    }
}

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

    /// <summary>True when the cursor's value is one of this sort's.</summary>
    internal abstract bool Understands(SliceCursor cursor);

    internal abstract Task<Slice<TRow>> ReadAsync<TRow>(
        IQueryable<T> rows, SliceOrder<T> order, int limit, Expression<Func<T, TRow>> select, CancellationToken ct);
}

internal sealed class SliceSort<T, TKey, TId>(string name, Expression<Func<T, TKey>> key, Expression<Func<T, TId>> id) : SliceSort<T>(name)
    where T : class
    where TKey : notnull
    where TId : struct
{
    internal override bool Understands(SliceCursor cursor) =>
        SliceValues.TryRead<TKey>(cursor.Value, out _) && SliceValues.TryRead<TId>(IdText(cursor), out _);

    internal override async Task<Slice<TRow>> ReadAsync<TRow>(
        IQueryable<T> rows, SliceOrder<T> order, int limit, Expression<Func<T, TRow>> select, CancellationToken ct)
    {
        if (order.After is { } after)
            rows = rows.Where(Behind(after, order.Descending));
        var ordered = order.Descending ? rows.OrderByDescending(key).ThenByDescending(id) : rows.OrderBy(key).ThenBy(id);
        // One more than asked for tells whether the list goes on.
        var found = await ordered.Take(limit + 1).Select(WithPlace(select)).ToListAsync(ct);
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

/// <summary>What rows are sorted by, as text in a cursor.</summary>
internal static class SliceValues
{
    public static string Write(object value) => value is DateTime time
        ? time.Ticks.ToString(CultureInfo.InvariantCulture)
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    /// <summary>Reads what <see cref="Write"/> wrote; false for what it cannot have written.</summary>
    public static bool TryRead<TValue>(string text, out TValue? value)
    {
        object? read = null;
        if (typeof(TValue) == typeof(string))
            read = text.Any(char.IsControl) ? null : text;
        else if (
            typeof(TValue) == typeof(DateTime)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTime.MaxValue.Ticks)
            read = new DateTime(ticks, DateTimeKind.Utc);
        else if (
            typeof(TValue) == typeof(decimal)
            && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount)
            && Math.Abs(amount) <= Money.MaximumTotal)
            read = amount;
        else if (
            typeof(TValue) == typeof(long)
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            read = number;
        else if (
            typeof(TValue) == typeof(int)
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small))
            read = small;
        value = read is null ? default : (TValue)read;
        return read is not null;
    }
}
