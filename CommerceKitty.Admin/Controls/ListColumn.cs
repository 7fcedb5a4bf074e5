using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Controls;

/// <summary>One column of a <see cref="ListTable{TRow}"/>.</summary>
/// <param name="Title">The heading, also the label beside the value on narrow screens.</param>
/// <param name="Cell">What a row shows in it.</param>
public sealed record ListColumn<TRow>(string Title, RenderFragment<TRow> Cell)
{
    /// <summary>What a browser remembers it by, for example <c>last-used</c>.</summary>
    public string Name { get; } = Title.ToLowerInvariant().Replace(' ', '-');

    /// <summary>The name to sort by; null when the column does not sort.</summary>
    public string? Sort { get; init; }

    /// <summary>Sort descending at the first click: for times and amounts.</summary>
    public bool DescendingFirst { get; init; }

    /// <summary>Only screen readers read the heading.</summary>
    public bool TitleHidden { get; init; }

    /// <summary>Cannot be hidden: without it nobody knows what a row is.</summary>
    public bool IsRequired { get; init; }

    public string? CssClass { get; init; }

    /// <summary>Where it is when there is no room for columns.</summary>
    public NarrowPlace Narrow { get; init; }

    /// <summary>Of its cells.</summary>
    internal string CellClass => $"{CssClass} ck-narrow-{Narrow.ToString().ToLowerInvariant()}".TrimStart();

    /// <summary>One can choose whether to see it.</summary>
    public bool IsOptional => !IsRequired && !TitleHidden;
}
