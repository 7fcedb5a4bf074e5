using System.Net;
using System.Text.RegularExpressions;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>What a browser does with the static pages, by plain HTTP.</summary>
public static partial class Browsing
{
    /// <summary>Signs in by the form, with its antiforgery token; the client must keep cookies and follow no redirect.</summary>
    /// <returns>The answer to the form: a redirect when it worked, the page with the reason when not.</returns>
    public static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string email, string password, string returnUrl = "/")
    {
        var path = $"/account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}";
        return await PostAsync(browser, path, new() { ["Input.Email"] = email, ["Input.Password"] = password });
    }

    /// <summary>Opens the page and sends its form with these fields and the antiforgery token.</summary>
    /// <param name="browser">Must keep cookies.</param>
    /// <param name="path">The page.</param>
    /// <param name="input">What is typed, by field.</param>
    /// <param name="formName">The form to answer when the page at first shows another one.</param>
    public static async Task<HttpResponseMessage> PostAsync(
        HttpClient browser,
        string path,
        Dictionary<string, string> input,
        string? formName = null)
    {
        using var page = await browser.GetAsync(path);
        var fields = HiddenFields().Matches(await page.Content.ReadAsStringAsync())
            .GroupBy(m => m.Groups["name"].Value).ToDictionary(g => g.Key, g => WebUtility.HtmlDecode(g.First().Groups["value"].Value));
        if (!fields.ContainsKey("__RequestVerificationToken"))
        {
            // A page without a form: its visitor kept an older one open.
            var other = await browser.GetStringAsync("/account/forgot");
            fields["__RequestVerificationToken"] = WebUtility.HtmlDecode(
                HiddenFields().Matches(other).First(m => m.Groups["name"].Value == "__RequestVerificationToken").Groups["value"].Value);
        }

        if (formName is not null)
            fields["_handler"] = formName;
        foreach (var (name, value) in input)
            fields[name] = value;
        using var content = new FormUrlEncodedContent(fields);
        return await browser.PostAsync(path, content);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex HiddenFields();
}
