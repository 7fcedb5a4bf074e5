using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>The main job in a real browser, with real calls: a key is made, works, is paused, is revoked; and nothing leaks.</summary>
[Collection(JourneysGroup.Name)]
[Trait("Needs", "Browser")]
[Trait("Needs", "Process")]
[Trait("Needs", "Server")]
public sealed partial class KeyJourneyTests(BrowserFixture fixture)
{
    [Fact]
    public async Task Owner_MakesUsesPausesAndRevokesAKey_EachTakesEffectAtOnceAndTheValueLeaksNowhere()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        var answers = new List<string>();
        page.Response += async (_, response) =>
        {
            if (response.Request.ResourceType is "document" or "fetch" or "xhr" && response.Status is not (>= 300 and < 400))
                answers.Add(await response.TextAsync());
        };

        // 2. Sign in; the shell has real navigation.
        await visitor.SignInAsync("owner");
        var navigation = page.GetByRole(AriaRole.Navigation, new() { Name = "Main" });
        foreach (var item in
            new[] { "Orders", "Products", "Inventory", "API Keys", "Refusals", "Users", "User Groups", "Audit Log", "Help" })
        {
            await navigation.GetByRole(AriaRole.Link, new() { Name = item, Exact = true }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).Not.ToHaveTextAsync("Page not found");
        }

        // 3. Configuration › API Keys: add.
        await navigation.GetByRole(AriaRole.Link, new() { Name = "API Keys" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add API key" }).First.ClickAsync();
        var add = page.GetByRole(AriaRole.Dialog, new() { Name = "Add API key" });
        await Expect(add.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Journey sync");
        await add.GetByLabel("Acts as").FillAsync("integration@");
        // The list behind the dialog shows the address, too.
        await page.Locator(".ck-combobox-panel").GetByText("integration@commercekitty.example").ClickAsync();
        await Expect(add.GetByText("This key will be able to")).ToBeVisibleAsync();
        await Expect(add.Locator(".ck-permissions")).ToContainTextAsync("View all, View, Edit");
        await add.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();

        // Shown once.
        var secret = page.GetByRole(AriaRole.Dialog, new() { Name = "Save your new API key" });
        var value = await secret.Locator("#api-key-value").InnerTextAsync();
        value.Should().MatchRegex(@"\Akitty_[0-9A-Za-z]{42}\z");
        await page.Keyboard.PressAsync("Escape");
        await Expect(secret).ToBeVisibleAsync();
        var done = secret.GetByRole(AriaRole.Button, new() { Name = "Done" });
        await Expect(done).ToBeDisabledAsync();
        await secret.GetByRole(AriaRole.Button, new() { Name = "Copy the key" }).ClickAsync();
        await Expect(secret.GetByText("Copied").First).ToBeVisibleAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => secret.GetByText("Download .env").ClickAsync());
        var environment = await File.ReadAllTextAsync(await download.PathAsync());
        environment.Should().Contain($"COMMERCE_KITTY_API_KEY={value}").And
            .Contain($"COMMERCE_KITTY_URL={fixture.App.Address.ToString().TrimEnd('/')}\n");
        var curl = await secret.Locator("#api-key-curl").InnerTextAsync();
        var call = CurlCommand().Match(curl);
        call.Groups["key"].Value.Should().Be(value);

        // 4. The integration calls what the dialog told it to.
        using var integration = fixture.App.Client(call.Groups["key"].Value);
        var me = await integration.GetFromJsonAsync<JsonElement>(call.Groups["url"].Value);
        me.GetProperty("user").GetProperty("email").GetString().Should().Be("integration@commercekitty.example");
        me.GetProperty("permissions")
            .EnumerateArray()
            .Should()
            .OnlyContain(p => p.GetProperty("grantedBy").GetString() == "group:integration");
        await Expect(secret.GetByText("First call received")).ToBeVisibleAsync();
        await secret.GetByLabel("I have saved this key").CheckAsync();
        await done.ClickAsync();
        await Expect(secret).ToBeHiddenAsync();

        // Never again: not in the page, not after a reload, not on the way back.
        (await page.ContentAsync()).Should().NotContain(value[10..]);
        await page.ReloadAsync();
        await visitor.ReadyAsync();
        (await page.ContentAsync()).Should().NotContain(value[10..]);
        await page.GoBackAsync();
        await page.GoForwardAsync();
        await visitor.ReadyAsync();
        (await page.ContentAsync()).Should().NotContain(value[10..]);

        async Task<HttpStatusCode> Call() => (await integration.GetAsync("/api/v1/orders?limit=1")).StatusCode;

        (await Call()).Should().Be(HttpStatusCode.OK);
        var order = (await integration.GetFromJsonAsync<JsonElement>("/api/v1/orders?limit=1"))
            .GetProperty("data")[0]
            .GetProperty("id")
            .GetInt32();
        (await integration.PatchAsJsonAsync($"/api/v1/orders/{order}", new { notes = "Leave at the back door" }))
            .StatusCode.Should()
            .Be(HttpStatusCode.OK);
        await visitor.OpenAsync($"/orders/{order}");
        await Expect(page.GetByText("Leave at the back door")).ToBeVisibleAsync();

        // 5. Disable, undo, disable and enable by the switch.
        await visitor.OpenAsync("/configuration/api-keys?q=Journey");
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Journey sync" });
        var enabled = row.GetByRole(AriaRole.Switch);
        await enabled.UncheckAsync(new() { Force = true });
        await Expect(row.GetByText("Disabled")).ToBeVisibleAsync();
        (await Call()).Should().Be(HttpStatusCode.Unauthorized);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(row.GetByText("Active")).ToBeVisibleAsync();
        (await Call()).Should().Be(HttpStatusCode.OK);

        // The same from the command line, beside the running server.
        var id = me.GetProperty("key").GetProperty("id").GetInt32().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var cli = await ProductProcess.RunAsync(fixture.App.DatabaseFile, "keys", "disable", id);
        cli.ExitCode.Should().Be(0, cli.Error);
        (await Call()).Should().Be(HttpStatusCode.Unauthorized);
        (await ProductProcess.RunAsync(fixture.App.DatabaseFile, "keys", "enable", id)).ExitCode.Should().Be(0);
        (await Call()).Should().Be(HttpStatusCode.OK);

        // Revoke: it was used just now, so its name must be typed.
        await page.ReloadAsync();
        await visitor.ReadyAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Actions for Journey sync" }).ClickAsync();
        await page.GetByText("Revoke…").ClickAsync();
        var revoke = page.GetByRole(AriaRole.Dialog, new() { Name = "Revoke “Journey sync”?" });
        await Expect(revoke.GetByRole(AriaRole.Button, new() { Name = "Cancel" })).ToBeFocusedAsync();
        await Expect(revoke.GetByRole(AriaRole.Button, new() { Name = "Revoke key" })).ToBeDisabledAsync();
        await visitor.PictureAsync("revoke");
        await revoke.GetByLabel("Type the key's name to confirm").FillAsync("Journey sync");
        await revoke.GetByRole(AriaRole.Button, new() { Name = "Revoke key" }).ClickAsync();
        await Expect(revoke).ToBeHiddenAsync();
        (await Call()).Should().Be(HttpStatusCode.Unauthorized);
        (await ProductProcess.RunAsync(fixture.App.DatabaseFile, "keys", "enable", id)).ExitCode.Should().Be(1);
        (await Call()).Should().Be(HttpStatusCode.Unauthorized, "revoking is for good");

        // R5: the value is in no table, no log, no answer and no page but the one.
        var secretPart = value[10..];
        AssertNotStored(fixture.App.DatabaseFile, secretPart);
        fixture.App.Logs.Should().NotBeEmpty();
        fixture.App.Logs.Where(line => line.Contains(secretPart, StringComparison.Ordinal)).Should().BeEmpty();
        answers.Should().NotBeEmpty();
        answers.Where(body => body.Contains(secretPart, StringComparison.Ordinal)).Should().BeEmpty();
        page.Url.Should().NotContain("kitty_");
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Search_WholeKeyPasted_KeepsOnlyItsHint_R5()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        var made = await ProductProcess.RunAsync(
            fixture.App.DatabaseFile, "keys", "add", "--user", "zapier@commercekitty.example", "--name", "Pasted elsewhere");
        var value = made.Output.Trim();
        await visitor.SignInAsync("support");
        await visitor.OpenAsync("/configuration/api-keys");

        await visitor.Page.GetByLabel("Search by name, hint or user").FillAsync(value);

        await visitor.Page.WaitForURLAsync(url => url.Contains("q=kitty_", StringComparison.Ordinal));
        await Expect(visitor.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Pasted elsewhere" })).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByLabel("Search by name, hint or user")).ToHaveValueAsync(value[..10]);
        visitor.Page.Url.Should().Contain(value[..10]).And.NotContain(value[10..]);
        (await visitor.Page.ContentAsync()).Should().NotContain(value[10..]);
        var secretPart = value[10..];
        fixture.App.Logs.Where(line => line.Contains(secretPart, StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public async Task Viewer_SeesKeysButNothingToChangeThem()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        await visitor.SignInAsync("viewer");
        await visitor.OpenAsync("/configuration/api-keys");
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "API keys", Level = 1 })).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Add API key" })).ToHaveCountAsync(0);
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Actions for" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Operations_OpensKeysByAddress_IsToldThatItMayNot()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        await visitor.SignInAsync("ops");
        await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "API Keys" })).ToHaveCountAsync(0);
        await visitor.Page.GotoAsync("/configuration/api-keys");
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("You don't have access to this page");
    }

    /// <summary>Looks into every column of every table, and into the raw bytes of the file and its log, for any part of the
    /// secret.</summary>
    private static void AssertNotStored(string file, string secretPart)
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly");
        connection.Open();
        var tables = new List<string>();
        using (var names = connection.CreateCommand())
        {
            names.CommandText = "select name from sqlite_master where type = 'table'";
            using var reader = names.ExecuteReader();
            while (reader.Read())
                tables.Add(reader.GetString(0));
        }

        tables.Should().Contain("ApiKeys").And.Contain("AuditEntries");
        foreach (var table in tables)
        {
            using var rows = connection.CreateCommand();
            rows.CommandText = $"select * from \"{table}\"";
            using var reader = rows.ExecuteReader();
            while (reader.Read())
            {
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    var text = reader.GetValue(i) is byte[] bytes
                        ? Encoding.Latin1.GetString(bytes)
                        : Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture);
                    text.Should().NotContain(secretPart, $"{table}.{reader.GetName(i)} must not hold it");
                }
            }
        }

        foreach (var part in new[] { file, file + "-wal" }.Where(File.Exists))
        {
            using var stream = new FileStream(part, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            Encoding.Latin1.GetString(copy.ToArray()).Should().NotContain(secretPart, $"{Path.GetFileName(part)} must not hold it");
        }
    }

    [GeneratedRegex(
        "^curl -H \"Authorization: Bearer (?<key>kitty_[0-9A-Za-z]{42})\" (?<url>http://localhost:[0-9]+/api/v1/me)\\s*$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex CurlCommand();
}
