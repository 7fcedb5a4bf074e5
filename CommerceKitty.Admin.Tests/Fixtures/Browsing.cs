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
