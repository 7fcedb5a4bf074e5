using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Controls;

/// <summary>One column of a <see cref="ListTable{TRow}"/>.</summary>
/// <param name="Title">The heading, also the label beside the value on narrow screens.</param>
/// <param name="Cell">What a row shows in it.</param>
public sealed record ListColumn<TRow>(string Title, RenderFragment<TRow> Cell)
{
    /// <summary>The name to sort by; null when the column does not sort.</summary>
    public string? Sort { get; init; }

    /// <summary>Sort falling at the first click: for times and amounts.</summary>
    public bool DescendingFirst { get; init; }

    /// <summary>Only screen readers read the heading.</summary>
    public bool TitleHidden { get; init; }

    public string? CssClass { get; init; }
}
