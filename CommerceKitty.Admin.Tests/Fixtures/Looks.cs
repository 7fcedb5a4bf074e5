using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>How a page looks and reads, in every theme and width we promise: a picture for people, axe's rules (WCAG 2.2 AA), no sideways
/// scrolling.</summary>
public static class Looks
{
    /// <summary>The widths and themes of the recorded walk: a desktop, two laptops, and a phone.</summary>
    private static readonly Look[] OfTheWalk =
    [
        .. new[] { false, true }.SelectMany(dark => new Look[]
        {
            new("1360", dark, 1360, 860), new("1280", dark, 1280, 800), new("1024", dark, 1024, 768), new("390", dark, 390, 844),
        }),
    ];

    private static readonly Look[] All =
    [
        new("light", Dark: false, 1360, 860),
        new("narrow", Dark: false, 390, 844),
        new("narrowest", Dark: true, 320, 640),
        new("dark", Dark: true, 1360, 860),
    ];

    /// <summary>What one can use and does not fit into its card, dialog or panel.</summary>
    private const string StickingOut =
        """
        () => [...document.querySelectorAll('.ck-card, .ck-account-panel, .mud-dialog')].flatMap(panel => {
            const edge = panel.getBoundingClientRect();
            return [...panel.querySelectorAll('input, select, textarea, button, a')]
                .filter(e => e.getClientRects().length > 0 && e.getBoundingClientRect().width > 1)
                .filter(e => e.getBoundingClientRect().right > edge.right + 1 || e.getBoundingClientRect().left < edge.left - 1)
                .map(e => e.outerHTML.slice(0, 200));
        })
        """;

    /// <summary>Boxes and radio buttons that are hard to hit: they and what they are labelled by have less than 24 px (WCAG 2.2,
    /// 2.5.8).</summary>
    private const string SmallBoxes =
        """
        () => [...document.querySelectorAll('input[type=checkbox], input[type=radio]')]
            .map(box => [box, (box.closest('label') ?? box).getBoundingClientRect()])
            .filter(([box, target]) => target.width > 0 && (target.width < 24 || target.height < 24))
            .map(([box]) => box.outerHTML.slice(0, 200))
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>Looks at what is open now in each way, without loading it again, and leaves it as it was. A page outside the shell has no
    /// button for the colours: it is seen in those that it was opened with.</summary>
    /// <param name="visitor">Whose page.</param>
    /// <param name="name">What it is called in pictures and defects.</param>
    /// <returns>The defects, in words.</returns>
    public static Task<List<string>> InspectAsync(this Visitor visitor, string name) => InspectAsync(visitor, name, All, axe: _ => true);

    /// <summary>The same for a station of the recorded walk: pictures in eight ways, the rules of axe in the widest and the narrowest, by
    /// which all that depends on width is seen.</summary>
    /// <param name="visitor">Whose page.</param>
    /// <param name="name">The station; its pictures begin with <c>walk-</c>.</param>
    /// <returns>The defects, in words.</returns>
    public static Task<List<string>> WalkAsync(this Visitor visitor, string name) =>
        InspectAsync(visitor, name, OfTheWalk, axe: width => width is 1360 or 390, picture: look => $"walk-{name}-{look}");

    private static async Task<List<string>> InspectAsync(
        Visitor visitor, string name, Look[] looks, Func<int, bool> axe, Func<string, string>? picture = null)
    {
        var page = visitor.Page;
        var defects = new List<string>();
        var (dark, size) = (visitor.Dark, page.ViewportSize!);
        var switches = await page.Locator(ThemeButton(!dark)).CountAsync() > 0;
        foreach (var look in looks.Where(l => switches || l.Dark == dark))
        {
            await UseAsync(page, look.Dark, look.Width, look.Height, switches);
            var theme = look.Dark ? "dark" : "light";
            await visitor.PictureAsync(picture?.Invoke($"{look.Name}-{theme}") ?? $"{look.Name}-{name}");
            if (axe(look.Width))
                defects.AddRange((await page.AxeAsync()).Select(defect => $"{look.Name}-{name}: {defect}"));
            var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (overflow > 0)
                defects.Add($"{look.Name}-{name}: the page is {overflow} px wider than the screen");
            defects.AddRange(
                (await page.EvaluateAsync<string[]>(StickingOut)).Select(e => $"{look.Name}-{name}: sticks out of its panel: {e}"));
            defects.AddRange((await page.EvaluateAsync<string[]>(SmallBoxes)).Select(e => $"{look.Name}-{name}: smaller than 24 px: {e}"));
        }

        await UseAsync(page, dark, size.Width, size.Height, switches);
        return defects;
    }

    /// <summary>What axe has against the page as it is now. Run in the page itself, where it takes a quarter of a second; Deque's own
    /// wrapper brings every passed rule over to us as well, which takes two.</summary>
    public static async Task<string[]> AxeAsync(this IPage page)
    {
        if (await page.EvaluateAsync<bool>("typeof axe === 'undefined'"))
            await page.EvaluateAsync(Axe + "\n;0");
        return await page.EvaluateAsync<string[]>(
            """
            async () => {
                const takesClicks = element => {
                    const box = element.getBoundingClientRect();
                    const parts = [0.1, 0.5, 0.9];
                    return parts.some(x => parts.some(y =>
                        element.contains(document.elementFromPoint(box.left + x * box.width, box.top + y * box.height))));
                };
                const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
                const found = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
                return found.violations.flatMap(rule => rule.nodes
                    // MudBlazor hangs menus below the body, outside the landmarks; an open menu has the focus, so nobody needs a landmark
                    // to find it.
                    .filter(node => !(rule.id === 'region' && node.html.includes('mud-popover')))
                    // What takes a click nowhere is no target: a row's button under the overlay of an open menu.
                    .filter(node => !(rule.id === 'target-size' && !takesClicks(document.querySelector(node.target[0]))))
                    .map(node => `${rule.id}: ${rule.help}: ${node.html}`));
            }
            """);
    }

    private static async Task UseAsync(IPage page, bool dark, int width, int height, bool switches)
    {
        if (page.ViewportSize!.Width != width || page.ViewportSize.Height != height)
            await page.SetViewportSizeAsync(width, height);
        if (switches)
        {
            // By script: a click of the mouse would need the way to be free of dialogs, and take the focus.
            await page.EvaluateAsync("button => document.querySelector(button)?.click()", ThemeButton(dark));
            await Expect(page.Locator(ThemeButton(!dark))).ToHaveCountAsync(1);
            await Expect(page.Locator("html")).ToHaveClassAsync(new Regex(dark ? @"\bdark\b" : @"\blight\b"));
        }

        await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
    }

    private static string ThemeButton(bool dark) => $"button[aria-label='Use {(dark ? "dark" : "light")} colours']";

    private sealed record Look(string Name, bool Dark, int Width, int Height);
}
