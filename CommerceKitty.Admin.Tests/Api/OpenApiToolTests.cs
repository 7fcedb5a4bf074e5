using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>What others' programs make of the OpenAPI document: a linter finds no error in it, and the client that is generated from it
/// compiles and works.</summary>
[Trait("Database", "Sqlite")]
[Trait("Needs", "Process")]
[Trait("Needs", "Server")]
public sealed class OpenApiToolTests(DemoAppHost host) : IClassFixture<DemoAppHost>
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "CommerceKitty.Admin.Tests", "Node");

    private static readonly string Generated = Path.Combine(Folder, "generated");

    [Fact]
    public async Task Spectral_RulesOfOpenApiAndOwasp_FindNoError()
    {
        var file = await SaveAsync("lint.json");

        (await NodeAsync("@stoplight/spectral-cli/dist/index.js", "lint", file, "--ruleset", ".spectral.yaml", "--fail-severity", "warn"))
            .Should()
            .Contain("No results");
    }

    [Fact]
    public async Task Spectral_ADocumentWithoutLimits_IsFoundWanting()
    {
        var file = await SaveAsync("unlimited.json", text => text.Replace("\"maxItems\"", "\"x-maxItems\"", StringComparison.Ordinal));

        (await NodeAsync("@stoplight/spectral-cli/dist/index.js", "lint", file, "--ruleset", ".spectral.yaml"))
            .Should()
            .Contain("owasp:api4:2023-array-limit");
    }

    [Fact]
    public async Task GeneratedClient_StrictTypeScript_CompilesAndMakesTheJourney()
    {
        await using var db = host.OpenDatabase();
        var robot = await db.Users.SingleAsync(u => u.Email == "ops@commercekitty.example");
        var (_, key) = await host.Services.AddKeyAsync(robot, "Generated client");
        var open = await db.Orders.CountAsync(o => o.Status == OrderStatus.Open);

        await NodeAsync("openapi-typescript/bin/cli.js", await SaveAsync("v1.json"), "--output", Path.Combine(Generated, "api.ts"));
        (await NodeAsync("typescript/bin/tsc", "--project", ".")).Should().BeEmpty("it compiles in strict mode");
        var (exitCode, output, error) = await Tool.RunAsync(
            "node",
            Folder,
            new Dictionary<string, string>
            {
                ["COMMERCE_KITTY_URL"] = host.Address.ToString().TrimEnd('/'),
                ["COMMERCE_KITTY_API_KEY"] = key,
            },
            Path.Combine(Generated, "out", "journey.js"));

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        output.ReplaceLineEndings("\n").Should().MatchRegex(
            $"^Generated client in operations may [0-9]+ things\n{open} open\nBy a generated client\n"
            + "412 changed-meanwhile\nrefused no-such-source\n400 An order has 1 to 100 lines\\.\n$");
    }

    /// <summary>Runs a program of node_modules.</summary>
    private static async Task<string> NodeAsync(string program, params string[] arguments)
    {
        var file = Path.Combine(Folder, "node_modules", program);
        File.Exists(file).Should().BeTrue($"{program} is there after 'npm ci' in {Folder}, which ./test.sh does");
        var (_, output, error) = await Tool.RunAsync("node", Folder, new Dictionary<string, string>(), [file, .. arguments]);
        return output + error;
    }

    private async Task<string> SaveAsync(string name, Func<string, string>? change = null)
    {
        using var client = host.Client();
        var text = await client.GetStringAsync("/openapi/v1.json");
        var file = Path.Combine(Directory.CreateDirectory(Generated).FullName, name);
        await File.WriteAllTextAsync(file, change?.Invoke(text) ?? text);
        return file;
    }
}
