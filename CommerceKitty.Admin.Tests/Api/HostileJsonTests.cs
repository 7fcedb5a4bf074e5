using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>Hundreds of texts that are JSON, nearly JSON or nothing like it, sent to every operation that reads a body: what is no JSON is
/// refused, and nothing breaks the server.</summary>
[Trait("Needs", "Server")]
public sealed class HostileJsonTests(DemoAppHost host) : IClassFixture<DemoAppHost>
{
    [Fact]
    public void Collection_IsLargeAndWithoutRepetitions()
    {
        HostileJson.Ours.Count.Should().BeGreaterThanOrEqualTo(318);
        HostileJson.Ours.Select(j => Convert.ToHexString(j.Bytes)).Should().OnlyHaveUniqueItems();
        HostileJson.Ours.Select(j => j.Verdict).Distinct().Should().HaveCount(3);
    }

    [Fact]
    public async Task EveryWritingOperation_EachText_IsAnsweredAsPromised()
    {
        using var client = await ClientAsync();
        var document = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!.AsObject();
        var contract = new ApiContract(document);
        var writing = OpenApiRules.Repeatable(document).Where(o => o.Operation["requestBody"] is not null).ToList();
        var defects = new List<string>();
        var statuses = new Dictionary<HttpStatusCode, int>();

        foreach (var (title, path, method, operation) in writing)
        {
            var address = path.Replace("{id}", "400", StringComparison.Ordinal)
                .Replace("{source}", "rotterdam", StringComparison.Ordinal)
                .Replace("{sku}", "TREE-OAK-180", StringComparison.Ordinal);
            foreach (var json in HostileJson.All)
            {
                using var response = await SendAsync(client, method, address, json.Bytes);
                statuses[response.StatusCode] = statuses.GetValueOrDefault(response.StatusCode) + 1;
                defects.AddRange(
                    (await contract.DefectsAsync(operation["operationId"]!.GetValue<string>(), response)).Select(d =>
                        $"{title} {json}: {d}"));
                // A body of no bytes is none, and some operations need none.
                if (json.Verdict == JsonVerdict.NotJson && json.Bytes.Length > 0 && response.StatusCode != HttpStatusCode.BadRequest)
                    defects.Add($"{title} {json}: {(int)response.StatusCode} for what is no JSON");
            }
        }

        writing.Should().HaveCountGreaterThan(5);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{HostileJson.All.Count} texts to {writing.Count} operations: "
            + string.Join(", ", statuses.Select(s => $"{s.Value} × {(int)s.Key}")));
        defects.Should().BeEmpty();
        host.Logs.Where(l => l.StartsWith("Error", StringComparison.Ordinal) || l.StartsWith("Critical", StringComparison.Ordinal))
            .Should()
            .BeEmpty();
    }

    [Fact]
    public async Task Notes_EachTextThatIsAJsonString_IsReadAsThatString()
    {
        using var client = await ClientAsync();
        var strings = HostileJson.All.Where(j => j.Verdict == JsonVerdict.Json && j.Bytes[0] == '"').ToList();

        strings.Should().NotBeEmpty();
        foreach (var json in strings)
        {
            using var response = await SendAsync(client, "PATCH", "/api/v1/orders/400", [.. "{\"notes\":"u8, .. json.Bytes, .. "}"u8]);
            var answer = await response.JsonAsync();
            if (response.StatusCode == HttpStatusCode.OK)
                (answer.GetProperty("notes").GetString() ?? string.Empty)
                    .Should()
                    .Be(Cleaned(JsonSerializer.Deserialize<string>(json.Bytes)!), json.ToString());
            else
                answer
                    .GetProperty("code")
                    .GetString()
                    .Should()
                    .Be("validation-failed", $"{json} is JSON, whatever the rules for notes say of it");
        }
    }

    /// <summary>As notes are kept: trimmed and composed.</summary>
    private static string Cleaned(string text) => text.Trim().ReplaceLineEndings("\n").Normalize();

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string address, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = content };
        return await client.SendAsync(request);
    }

    private async Task<HttpClient> ClientAsync() =>
        host.Client(await host.Services.AddKeyOfNewUserAsync("json", PermissionCatalogue.All.Select(p => p.Name)));
}
