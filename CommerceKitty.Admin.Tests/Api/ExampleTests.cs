using System.Text.RegularExpressions;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>The example programs really run, and say what they should when the API refuses.</summary>
[Trait("Database", "Sqlite")]
[Trait("Needs", "Process")]
[Trait("Needs", "Server")]
public sealed partial class ExampleTests(ExampleHost host) : IClassFixture<ExampleHost>
{
    private static readonly string[] Needed =
    [
        Permissions.Orders.ViewAll, Permissions.Orders.View, Permissions.Orders.Edit, Permissions.Orders.Create,
        Permissions.Inventory.ViewAll, Permissions.Inventory.View, Permissions.Inventory.Edit,
    ];

    public static TheoryData<string> Programs => new("curl.sh", "python.py", "javascript.mjs", "csharp.cs");

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Example_GoodKey_MakesTheWholeJourney(string file)
    {
        var key = await host.KeyAsync(Needed);
        await using var db = host.OpenDatabase();
        var open = await db.Orders.CountAsync(o => o.Status == OrderStatus.Open);
        host.RefuseNext(2);

        var (exitCode, output, error) = await RunAsync(file, key);

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        host.Refused.Should().Be(2, "it waited as long as Retry-After said, then went on");
        var lines = output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        lines.Should().HaveCount(5);
        lines[0].Should().MatchRegex("^Key \"Example\" acts as robot-[0-9a-f]{8} Test\\.$");
        lines[1].Should().Be($"Open orders: {open}, read in {(open + 19) / 20} pages.");
        lines[2].Should().MatchRegex("^Order CK-[0-9]+ has new notes\\.$");
        lines[3].Should().Be("Stock: 0 changed, 2 unchanged, 0 refused.");
        lines[4].Should().MatchRegex("^A million of [A-Z0-9-]+: 409 out-of-stock\\.$");
        var number = lines[2].Split(' ')[1];
        (await db.Orders.SingleAsync(o => o.Number == number)).Notes.Should().Be("Leave at the back door");
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Example_UnknownKey_SaysSoAndFails(string file)
    {
        var (exitCode, output, error) = await RunAsync(file, ApiKeyToken.Create());

        exitCode.Should().Be(1);
        output.Should().BeEmpty();
        error.Should().StartWith("401 invalid-token: ");
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Example_MissingPermission_SaysWhichAndFails(string file)
    {
        var key = await host.KeyAsync(Permissions.Orders.ViewAll);

        var (exitCode, output, error) = await RunAsync(file, key);

        exitCode.Should().Be(1);
        output.Should().Contain("Open orders: ").And.NotContain("new notes");
        error.Should().StartWith("403 permission-missing: ").And.Contain(Permissions.Orders.View);
    }

    [Fact]
    public async Task HttpFile_EachRequest_IsAnswered()
    {
        using var client = host.Client(await host.KeyAsync(Needed));
        var requests = RequestPattern().Matches(ApiExamples.All.Single(e => e.FileName.EndsWith(".http", StringComparison.Ordinal)).Text);

        requests.Should().HaveCount(6);
        foreach (Match request in requests)
        {
            request.Groups["headers"].Value.Should().Contain("Authorization: Bearer {{key}}");
            var ifMatch = request.Groups["headers"].Value.Contains("If-Match: *", StringComparison.Ordinal) ? "*" : null;
            var body = request.Groups["body"].Success ? request.Groups["body"].Value : null;
            using var response = await client.SendAsync(request.Groups["method"].Value, request.Groups["path"].Value, body, ifMatch);
            response.IsSuccessStatusCode.Should().BeTrue($"{request.Value}: {await response.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public void Examples_AllInTheFolder_AreShownByTheHelp() =>
        Directory
            .GetFiles(Path.Combine(RepositoryRoot.Path, "docs", "examples"))
            .Select(Path.GetFileName)
            .Where(f => f != "Directory.Build.props")
            .Should().BeEquivalentTo(ApiExamples.All.Select(e => e.FileName));

    /// <summary>Neither this repository's analyzers nor its settings stop who tries it in its folder.</summary>
    [Fact]
    public async Task Example_CSharpInItsFolder_IsBuiltAndRuns()
    {
        var (exitCode, output, error) = await Tool.RunAsync(
            "dotnet",
            Path.Combine(RepositoryRoot.Path, "docs", "examples"),
            new Dictionary<string, string>
            {
                ["COMMERCE_KITTY_URL"] = host.Address.ToString().TrimEnd('/'),
                ["COMMERCE_KITTY_API_KEY"] = "kitty_nobody",
            },
            ["run", "csharp.cs"]);

        exitCode.Should().NotBe(0);
        (output + error).Should().Contain("401");
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(string file, string key) =>
        ExamplePrograms.RunAsync(file, new Dictionary<string, string>
        {
            // With a slash at its end, as people copy it from the browser.
            ["COMMERCE_KITTY_URL"] = host.Address.ToString(),
            ["COMMERCE_KITTY_API_KEY"] = key,
        });

    [GeneratedRegex("""
        ^(?<method>GET|POST|PATCH)\ \{\{address\}\}/api/v1(?<path>\S+)\n(?<headers>([\w-]+:\ [^\n]*\n)+)(\n(?<body>\{[^\n]+\}$|\{\n.*?^\}))?
        """, RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex RequestPattern();
}
