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
        var form = await browser.GetStringAsync(path);
        var fields = HiddenFields().Matches(form)
            .ToDictionary(m => m.Groups["name"].Value, m => WebUtility.HtmlDecode(m.Groups["value"].Value));
        fields["Input.Email"] = email;
        fields["Input.Password"] = password;
        using var content = new FormUrlEncodedContent(fields);
        return await browser.PostAsync(path, content);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex HiddenFields();
}
