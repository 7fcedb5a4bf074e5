using System.Net;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Components;

/// <summary>How pages and their files go over the line.</summary>
[Trait("Needs", "Server")]
public sealed class PageCompressionTests(AppHost app) : IClassFixture<AppHost>
{
    private const string SignIn = "/account/sign-in";

    [Fact]
    public async Task Get_FileOfAnotherVersion_IsNotAnsweredWithThisOnes()
    {
        using var client = app.Client();

        using var answer = await GetAsync(client, "/_content/MudBlazor/MudBlazor.min.0000000000.css", ("Accept-Encoding", "gzip"));

        answer.Content.Headers.ContentType?.MediaType.Should().NotBe("text/css");
        answer.Headers.CacheControl?.ToString().Should().NotContain("immutable");
    }

    [Theory]
    [InlineData("same-origin", "gzip")]
    [InlineData("none", "br")]
    [InlineData("cross-site", null)]
    [InlineData("same-site", null)]
    [InlineData(null, null)]
    public async Task Get_Page_IsCompressedUnlessAnotherSiteMayHaveAskedForIt(string? site, string? encoding)
    {
        using var client = app.Client();

        using var answer = await GetAsync(client, SignIn, ("Accept-Encoding", encoding ?? "gzip, br"), ("Sec-Fetch-Site", site));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentEncoding.Should().Equal(encoding is null ? [] : [encoding]);
    }

    private static async Task<HttpResponseMessage> GetAsync(HttpClient client, string path, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers.Where(h => h.Value is not null))
            request.Headers.Add(name, value);
        return await client.SendAsync(request);
    }
}
