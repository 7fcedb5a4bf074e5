using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using AngleSharp.Dom;
using Bunit;

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

    /// <summary>The text of an element, with a space between the texts of its parts.</summary>
    public static string Words(this IElement element) =>
        string.Join(' ', element.GetDescendants().OfType<IText>().Select(t => t.Data)).Collapse();

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
