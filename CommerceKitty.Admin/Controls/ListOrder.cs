namespace CommerceKitty.Admin.Controls;

/// <summary>The order of a list as it stands in its address, and in that of its file.</summary>
public static class ListOrder
{
    /// <summary>Reads for example <c>name-desc</c>; null when that is no order of this list.</summary>
    /// <typeparam name="TSort">The columns to sort by.</typeparam>
    public static (TSort Sort, bool Descending)? Read<TSort>(string? text)
        where TSort : struct, Enum =>
        text?.Split('-') is [var name, var direction and ("asc" or "desc")]
        && Enum.TryParse<TSort>(name, ignoreCase: true, out var sort) && Enum.IsDefined(sort)
            ? (sort, direction == "desc")
            : null;
}
