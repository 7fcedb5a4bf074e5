using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>The <c>.env</c> file that the product offers with a new key is what its examples need.</summary>
[Collection(JourneysGroup.Name)]
[Trait("Database", "Sqlite")]
[Trait("Needs", "Browser")]
[Trait("Needs", "Process")]
[Trait("Needs", "Server")]
public sealed class EnvironmentFileTests(BrowserFixture fixture)
{
    [Fact]
    public async Task DownloadedFile_RunsEveryExample()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/configuration/api-keys");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add API key" }).First.ClickAsync();
        var add = page.GetByRole(AriaRole.Dialog, new() { Name = "Add API key" });
        await Expect(add.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Examples");
        await add.GetByLabel("Acts as").FillAsync("ops@");
        await add.GetByRole(AriaRole.Option, new() { Name = "ops@commercekitty.example" }).ClickAsync();
        await Expect(add.GetByText("This key will be able to")).ToBeVisibleAsync();
        await add.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        var secret = page.GetByRole(AriaRole.Dialog, new() { Name = "Save your new API key" });
        var download = await page.RunAndWaitForDownloadAsync(() => secret.GetByText("Download .env").ClickAsync());
        var file = await File.ReadAllTextAsync(await download.PathAsync());

        ExamplePrograms.Runnable.Should().NotBeEmpty();
        foreach (var example in ExamplePrograms.Runnable)
        {
            var (exitCode, output, error) = await ExamplePrograms.RunAsync(example, new Dictionary<string, string>(), file);

            error.Should().BeEmpty(example);
            exitCode.Should().Be(0, example);
            output.Should().StartWith("Key \"Examples\" acts as ", example).And.Contain("409 out-of-stock", example);
        }

        // What an editor's HTTP client sends: the address of the file, then the path.
        var settings = file.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.Split('=', 2)).ToDictionary(l => l[0], l => l[1]);
        var http = ApiExamples.All.Single(e => e.FileName.EndsWith(".http", StringComparison.Ordinal)).Text;
        var first = http.Split('\n').First(l => l.StartsWith("GET ", StringComparison.Ordinal))["GET ".Length..]
            .Replace("{{address}}", settings["COMMERCE_KITTY_URL"], StringComparison.Ordinal);
        using var client = fixture.App.Client(settings["COMMERCE_KITTY_API_KEY"]);
        (await client.GetAsync(new Uri(first))).IsSuccessStatusCode.Should().BeTrue(first);
    }
}
