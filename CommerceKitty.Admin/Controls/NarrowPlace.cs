namespace CommerceKitty.Admin.Controls;

/// <summary>Where a column's value is when a list has no room for columns, and each row is two lines or so.</summary>
public enum NarrowPlace
{
    /// <summary>In the second line, with the column's title before it.</summary>
    Detail,

    /// <summary>In the second line, where it needs no title.</summary>
    Plain,

    /// <summary>The same, and of two lines only the first.</summary>
    Brief,

    /// <summary>In the first line at the beginning: what the row is.</summary>
    Title,

    /// <summary>In the first line at the end.</summary>
    Value,

    /// <summary>Nowhere: the page about the row shows it.</summary>
    Hidden,
}
