namespace CommerceKitty.Admin.Common;

/// <summary>What a list of the API can be sorted by, in both directions, always with the id after it: so each row has exactly one place,
/// and a page goes on behind the last row of the page before, whatever is added between.</summary>
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
        return found.TryFollow(list, descending, after, out order);
    }
}
