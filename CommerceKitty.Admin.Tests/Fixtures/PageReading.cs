using AngleSharp.Dom;
using Bunit;
using CommerceKitty.Admin.Components;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>Reading and using a page.</summary>
public static class PageReading
{
    /// <summary>The rows of the list as text, cell by cell.</summary>
    public static List<string[]> Rows(this IRenderedComponent<Routes> page)
    {
        page.WaitForState(() => page.FindAll(".ck-table-wrap[aria-busy=false]").Count == 1);
        return [.. page.FindAll(".ck-table tbody tr").Select(r => r.QuerySelectorAll("td").Select(Words).ToArray())];
    }

    /// <summary>One column of the list.</summary>
    public static IEnumerable<string> Column(this IRenderedComponent<Routes> page, int index) => page.Rows().Select(r => r[index]);

    /// <summary>What the page, its dialogs and its messages say now.</summary>
    public static string Text(this IRenderedComponent<Routes> page) =>
        string.Join(" | ", page.FindAll("main, .mud-dialog, .mud-snackbar").Select(Words));

    /// <summary>Waits until the page says this.</summary>
    public static void ShouldSay(this IRenderedComponent<Routes> page, string text) =>
        page.WaitForAssertion(() => page.Text().Should().Contain(text));

    /// <summary>Waits until all dialogs are closed.</summary>
    public static void ShouldShowNoDialog(this IRenderedComponent<Routes> page) =>
        page.WaitForAssertion(() => page.FindAll(".mud-dialog").Should().BeEmpty());

    /// <summary>The text of an element, with a space between the texts of its parts. Where a word may break (wbr), and around what is
    /// set apart from the direction of its sentence (bdi), is no space.</summary>
    public static string Words(this IElement element) =>
        string.Concat(element.GetDescendants().OfType<IText>()
            .Select(t => t.PreviousSibling is IElement { LocalName: "wbr" or "bdi" } || t.ParentElement is { LocalName: "bdi" }
                ? t.Data
                : ' ' + t.Data)).Collapse();

    /// <summary>The button with this text or label.</summary>
    public static IElement Button(this IRenderedComponent<Routes> page, string text) =>
        page.Buttons(text).Should().ContainSingle($"there is one button {text}").Which;

    /// <summary>All buttons with this text or label.</summary>
    public static List<IElement> Buttons(this IRenderedComponent<Routes> page, string text) =>
        [.. page.FindAll("button").Where(b => b.TextContent.Collapse() == text || b.GetAttribute("aria-label") == text)];

    /// <summary>The choice of a filter bar with this label.</summary>
    public static IElement Choice(this IRenderedComponent<Routes> page, string label) =>
        page.FindAll(".ck-filter").Single(f => f.QuerySelector("span")!.TextContent == label).QuerySelector("select")!;

    /// <summary>The text with every run of white space as one space.</summary>
    public static string Collapse(this string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
