using System.Globalization;
using System.Net;
using System.Text;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.Csv;

/// <summary>Exports over HTTP with a person's cookie, and back in again.</summary>
[Trait("Needs", "Server")]
public sealed class CsvExportTests(AppHost app) : IClassFixture<AppHost>
{
    [Fact]
    public async Task Export_LongListsWithFormulas_AreWholeSafeAndComeBackUnchanged()
    {
        string[] names =
        [
            "=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "a,\"b\"", "a;=1+1", "\uFF1D1+1",
            "Zoë 🐈", "'quoted'", "'=already marked",
        ];
        var at = new DateTime(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);
        await using (var db = app.OpenDatabase())
        {
            var source = new InventorySource { Code = "north", Name = "North", Priority = 1 };
            db.AddRange(Enumerable.Range(0, 450).Select(i => new StockItem
            {
                Source = source,
                Product = new Product
                {
                    Code = string.Create(CultureInfo.InvariantCulture, $"P-{i:D3}"),
                    Name = i < names.Length ? names[i] : "Product",
                    Price = i / 100m,
                    Currency = "EUR",
                    Archived = i % 10 == 9,
                    CreatedAt = at,
                    UpdatedAt = at,
                },
                OnHand = i,
                Reserved = 0,
            }));
            await db.SaveChangesAsync();
        }

        var user = await app.Services.AddUserWithAsync("exporter@example.com", Permissions.Products.ViewAll, Permissions.Inventory.ViewAll);
        using var browser = await SignedInAsync(user.Email!);

        var products = await browser.GetAsync("/products/export?archived=1&q=P-&sort=code-asc");
        products.StatusCode.Should().Be(HttpStatusCode.OK);
        products.Content.Headers.ContentType!.ToString().Should().Be("text/csv; charset=utf-8");
        products
            .Content.Headers.ContentDisposition!.ToString()
            .Should()
            .MatchRegex("^attachment; filename=\"?products-[0-9-]{10}\\.csv\"?$");
        var bytes = await products.Content.ReadAsByteArrayAsync();
        bytes.Should().StartWith(Encoding.UTF8.Preamble.ToArray());
        var lines = Encoding.UTF8.GetString(bytes).Split("\r\n");
        lines.Should().HaveCount(1 + 450 + 1);
        lines[1..5].Should().Equal(
            "P-000,\"'=HYPERLINK(\"\"http://x\"\")\",0,EUR,false",
            "P-001,'+1,0.01,EUR,false",
            "P-002,'-1,0.02,EUR,false",
            "P-003,'@SUM(A1),0.03,EUR,false");
        lines.Count(l => l.EndsWith(",true", StringComparison.Ordinal)).Should().Be(45);

        await using var acting = new Acting(app.Services, current => current.ActAs(Actor.CommandLine("tester")));
        (await KindsAsync(acting.Get<ProductImportService>(), bytes))
            .Should()
            .OnlyContain(k => k == ImportKind.Unchanged)
            .And.HaveCount(450);
        var stock = await browser.GetByteArrayAsync("/inventory/export?source=north");
        Encoding.UTF8.GetString(stock).Should().Contain("\r\nnorth,P-449,Product,449,0,449\r\n");
        (await KindsAsync(acting.Get<StockImportService>(), stock)).Should().OnlyContain(k => k == ImportKind.Unchanged).And.HaveCount(450);
    }

    [Fact]
    public async Task Export_FiltersInTheAddress_HasThoseRowsOfAllPagesAndNoFormula()
    {
        var day = new DateTime(2026, 11, 20, 23, 30, 0, DateTimeKind.Utc);
        await using (var db = app.OpenDatabase())
        {
            db.AddRange(Enumerable.Range(0, 430).Select(i => new OrderBuilder()
                .Numbered(string.Create(CultureInfo.InvariantCulture, $"X-{i:D3}"))
                .Over(i % 2 == 0 ? "Filtered channel" : "Other channel")
                .By("=cmd|' /C calc'!A0", "+a@example.com")
                .PlacedAt(i == 0 ? day.AddDays(-2) : day)
                .WithLine(2, 1.25m)
                .Build()));
            await db.SaveChangesAsync();
        }

        var user = await app.Services.AddUserWithAsync("lists@example.com", [.. Exports.Select(e => e.Permission).Distinct()]);
        await app.Services.AddKeyAsync(user, "=1+1");
        await app.Services.AddKeyAsync(user, "Harmless");
        using var browser = await SignedInAsync(user.Email!);

        var orders = await LinesAsync(browser, "/orders/export?channel=Filtered%20channel&placed=2026-11-20..");
        orders[0].Should().Be("number,placedAt,status,channel,customerName,customerEmail,currency,total,lines,updatedAt");
        orders.Should().HaveCount(1 + 214, "two parts of 200, and without the one of two days before");
        orders.Should().ContainSingle(l => l.StartsWith("X-428,", StringComparison.Ordinal)).Which.Should().Be(
            "X-428,2026-11-20T23:30:00Z,open,Filtered channel,'=cmd|' /C calc'!A0,'+a@example.com,EUR,2.5,1,2026-11-20T23:30:00Z");
        // The days are those of the viewer, as on the page.
        browser.DefaultRequestHeaders.Add("Cookie", "timezone=Europe/Amsterdam");
        (await LinesAsync(browser, "/orders/export?channel=Filtered%20channel&placed=2026-11-21")).Should().HaveCount(1 + 214);
        (await LinesAsync(browser, "/orders/export?status=to-ship&q=X-00")).Should().HaveCount(1 + 10);

        (await LinesAsync(browser, "/configuration/api-keys/export?q=%3D1")).Should().HaveCount(2)
            .And.Contain(l => l.Contains(",'=1+1,kitty_", StringComparison.Ordinal) && !l.Contains("hash", StringComparison.Ordinal));
        (await LinesAsync(browser, "/configuration/users/export?group=lists-group"))[1..].Should().ContainSingle()
            .Which.Should().Contain("lists@example.com,lists,Test,person,lists-group,lists-group,true,false,2,");
        (await LinesAsync(browser, "/configuration/api-keys/1/usage/export?range=90d"))[0].Should().Be("hour,permission,result,requests");
        var log = await LinesAsync(browser, "/configuration/audit-log/export?target=api-keys&action=api-key.created&q=harmless&when=today");
        log[1..].Should().ContainSingle().Which.Should().Contain(",api-key.created,api-keys,").And.Contain(",Harmless,");
    }

    [Fact]
    public async Task Dossier_BegunByAnotherSite_IsRefusedAndNotAudited()
    {
        var user = await app.Services.AddUserWithAsync("victim@example.com", Permissions.Users.View, Permissions.ApiKeys.View);
        using var browser = await SignedInAsync(user.Email!);
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");

        var answer = await browser.GetAsync($"/configuration/users/{user.Id}/dossier/download");

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        await using var db = app.OpenDatabase();
        db.AuditEntries.Count(e => e.Action == AuditActions.UserDossierDownloaded && e.TargetId == user.Id).Should().Be(0);
    }

    /// <summary>A response takes nothing synchronously: a writer whose buffer is full must not try.</summary>
    [Fact]
    public async Task Export_PartsOfHundredsOfKilobytes_AreWhole()
    {
        const int Changes = 240;
        await app.Services.GetRequiredService<UnitOfWork>().RunAsync<Done>(Actor.CommandLine("tester"), work =>
        {
            var all = PermissionCatalogue.All.Select(p => p.Name).ToArray();
            for (var i = 0; i < Changes; i++)
            {
                work.Audit(AuditActions.UserGroupPermissionsChanged, new("user-groups", 1, "Long rows"),
                    new { Permissions = all }, new { Permissions = all.Reverse() });
            }

            return Task.FromResult<Result<Done>>(Done.Value);
        });

        var user = await app.Services.AddUserWithAsync("long-rows@example.com", Permissions.AuditLog.ViewAll);
        using var browser = await SignedInAsync(user.Email!);

        var log = await browser.GetStringAsync("/configuration/audit-log/export?action=user-group.permissions-changed&q=Long%20rows");

        log.Length.Should().BeGreaterThan(Changes * 300);
        log.Split("\r\n").Should().HaveCountGreaterThan(1 + Changes);
    }

    /// <summary>Each order over several parts of the file: none is missing, none comes twice, and it is the page's.</summary>
    [Fact]
    public async Task Export_OrderInTheAddress_IsThatOfTheList()
    {
        var day = new DateTime(2026, 10, 20, 12, 0, 0, DateTimeKind.Utc);
        await using (var db = app.OpenDatabase())
        {
            // Many of the same value, so that parts begin in the middle of them.
            db.AddRange(Enumerable.Range(0, 430).Select(i => new OrderBuilder()
                .Numbered(string.Create(CultureInfo.InvariantCulture, $"S-{i:D3}"))
                .Over(i % 3 == 0 ? "Sorted A" : "Sorted b")
                .By(i % 2 == 0 ? "anna" : "Bert", "sorted@example.com")
                .PlacedAt(day.AddMinutes(i / 100))
                .WithLine(1 + (i % 4), 1.25m)
                .Build()));
            var source = new InventorySource { Code = "sorted", Name = "Sorted", Priority = 9 };
            db.AddRange(Enumerable.Range(0, 230).Select(i => new StockItem
            {
                Source = source,
                Product = new Product
                {
                    Code = string.Create(CultureInfo.InvariantCulture, $"S-{i:D3}"),
                    Name = i % 2 == 0 ? "sorted" : "Sorted",
                    Price = i % 3,
                    Currency = "EUR",
                    CreatedAt = day,
                    UpdatedAt = day,
                },
                OnHand = i % 5,
                Reserved = 0,
            }));
            await db.SaveChangesAsync();
        }

        foreach (var i in Enumerable.Range(0, 3))
            await app.Services.AddUserWithAsync($"sorted-{i}@example.com", Permissions.Orders.View);
        var user = await app.Services.AddUserWithAsync(
            "sorter@example.com", Permissions.Orders.ViewAll, Permissions.Users.ViewAll, Permissions.Products.ViewAll,
            Permissions.Inventory.ViewAll, Permissions.ApiKeys.ViewAll);
        await app.Services.GetRequiredService<UnitOfWork>().RunAsync<Done>(Actor.CommandLine("tester"), work =>
        {
            work.Db.ApiKeys.AddRange(Enumerable.Range(0, 230).Select(i => new ApiKey
            {
                Name = i % 2 == 0 ? "sorted key" : "Sorted key",
                UserId = user.Id,
                Hash = ApiKeyToken.Hash(string.Create(CultureInfo.InvariantCulture, $"sorted {i}")),
                Hint = "kitty_Abcd",
                CreatedAt = day.AddMinutes(i / 100),
                CreatedBy = "System",
                ExpiresAt = i % 3 == 0 ? day : null,
            }));
            return Task.FromResult<Result<Done>>(Done.Value);
        });
        using var browser = await SignedInAsync(user.Email!);
        await using var acting = new Acting(app.Services, current => current.ActAs(Actor.CommandLine("tester")));

        foreach (var sort in Enum.GetValues<OrderSort>())
        {
            await CompareAsync("/orders/export?q=S-", sort, async (down, window) => (await acting.Get<OrderService>().ListAsync(
                new OrderQuery { Search = "S-", Sort = sort, Descending = down, Window = window })).Value!.Items.Select(o => o.Number), 0);
        }

        foreach (var sort in Enum.GetValues<ProductSort>())
        {
            await CompareAsync("/products/export?q=S-", sort, async (down, window) => (await acting.Get<ProductService>().ListAsync(
                new ProductQuery { Search = "S-", Sort = sort, Descending = down, Window = window })).Value!.Items.Select(p => p.Code), 0);
        }

        foreach (var sort in Enum.GetValues<InventorySort>())
        {
            await CompareAsync("/inventory/export?source=sorted", sort, async (down, window) =>
            {
                var query = new InventoryQuery { SourceCode = "sorted", Sort = sort, Descending = down, Window = window };
                return (await acting.Get<InventoryService>().ListAsync(query)).Value!.Items.Select(s => s.ProductCode);
            }, 1);
        }

        foreach (var sort in Enum.GetValues<UserSort>())
        {
            await CompareAsync("/configuration/users/export?", sort, async (down, window) => (await acting.Users.ListAsync(
                new UserQuery { Sort = sort, Descending = down, Window = window })).Value!.Items.Select(u => u.Email), 1);
        }

        foreach (var sort in Enum.GetValues<ApiKeySort>())
        {
            await CompareAsync("/configuration/api-keys/export?q=sorted", sort, async (down, window) =>
            {
                var query = new ApiKeyQuery { Search = "sorted", Sort = sort, Descending = down, Window = window };
                return (await acting.Get<ApiKeyQueries>().ListAsync(query)).Value!.Items.Select(k => $"{k.Id}");
            }, 0);
        }

        async Task CompareAsync<TSort>(string address, TSort sort, Func<bool, PageWindow, Task<IEnumerable<string>>> list, int column)
            where TSort : struct, Enum
        {
            foreach (var down in new[] { true, false })
            {
                var listed = new List<string>();
                for (var page = 0; listed.Count == page * PageWindow.MaximumTake; page++)
                    listed.AddRange(await list(down, new(listed.Count, PageWindow.MaximumTake)));
                var lines = await LinesAsync(browser, $"{address}&sort={sort.ToString().ToLowerInvariant()}-{(down ? "desc" : "asc")}");
                lines[1..].Select(l => l.Split(',')[column]).Should().Equal(listed, "{0} {1}", sort, down);
            }
        }
    }

    [Fact]
    public async Task ExportEvents_FiltersInTheAddress_HasThoseOfAllPagesOneALine()
    {
        await using (var db = app.OpenDatabase())
        {
            db.AddRange(Enumerable.Range(0, 430).Select(i => new AuditEntry
            {
                At = new DateTime(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc).AddSeconds(i),
                ActorKind = ActorKind.System,
                Actor = "System",
                Address = i % 2 == 0 ? "198.51.100.9" : null,
                Action = AuditActions.ProductEdited,
                TargetType = "products",
                TargetId = i + 1,
                Target = "=1+1\n\u2028",
                After = $$"""{"price":{{i}}}""",
            }));
            await db.SaveChangesAsync();
        }

        var user = await app.Services.AddUserWithAsync("events@example.com", Permissions.AuditLog.ViewAll);
        using var browser = await SignedInAsync(user.Email!);

        var answer = await browser.GetAsync("/configuration/audit-log/export-events?actor=system&address=198.51.100.9");

        answer.Content.Headers.ContentType!.ToString().Should().Be("application/x-ndjson");
        answer.Content.Headers.ContentDisposition!.FileName.Should().MatchRegex("^audit-log-[0-9-]{10}\\.ndjson$");
        var lines = (await answer.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n');
        var events = lines.Select(l => System.Text.Json.JsonDocument.Parse(l).RootElement).ToList();
        events.Select(e => e.GetProperty("entity").GetProperty("uid").GetString()).Should()
            .Equal(Enumerable.Range(0, 215).Reverse().Select(i => ((2 * i) + 1).ToString(CultureInfo.InvariantCulture)));
        events[0].GetProperty("entity").GetProperty("name").GetString().Should().Be("=1+1\n\u2028");
    }

    private static readonly (string Address, string Permission)[] Exports =
    [
        ("/orders/export", Permissions.Orders.ViewAll),
        ("/configuration/api-keys/export", Permissions.ApiKeys.ViewAll),
        ("/configuration/api-keys/1/usage/export", Permissions.ApiKeys.View),
        ("/configuration/users/export", Permissions.Users.ViewAll),
        ("/configuration/audit-log/export", Permissions.AuditLog.ViewAll),
        ("/configuration/audit-log/export-events", Permissions.AuditLog.ViewAll),
    ];

    private static async Task<string[]> LinesAsync(HttpClient browser, string address)
    {
        var answer = await browser.GetAsync(address);
        answer.Content.Headers.ContentType?.ToString().Should().Be("text/csv; charset=utf-8", address);
        return (await answer.Content.ReadAsStringAsync()).TrimStart('\uFEFF').TrimEnd().Split("\r\n");
    }

    [Theory]
    [InlineData("/products/export")]
    [InlineData("/inventory/export")]
    [InlineData("/orders/export")]
    [InlineData("/configuration/api-keys/export")]
    [InlineData("/configuration/users/export")]
    [InlineData("/configuration/audit-log/export")]
    [InlineData("/configuration/audit-log/export-events")]
    public async Task Export_WithoutViewAllOrSignIn_GivesNothing_R1(string address)
    {
        var mailbox = $"no{address.Replace("/configuration", string.Empty, StringComparison.Ordinal).Replace('/', '-')}@example.com";
        await app.Services.AddUserWithAsync(
            mailbox,
            [.. PermissionCatalogue.All.Select(p => p.Name).Where(p => p.EndsWith(".view", StringComparison.Ordinal))]);
        using var browser = await SignedInAsync(mailbox);

        (await browser.GetAsync(address)).Content.Headers.ContentType?.MediaType.Should()
            .NotBe("text/csv").And.NotBe("application/x-ndjson");
        (await app.Client().GetAsync(address)).StatusCode.Should().Be(HttpStatusCode.Redirect);
    }

    private static async Task<List<ImportKind>> KindsAsync(ICsvImport import, byte[] file)
    {
        using var stream = new MemoryStream(file);
        var table = await CsvTable.ReadAsync(stream, CultureInfo.InvariantCulture);
        return [.. (await import.PreviewAsync(table.Value!)).Value!.Lines.Select(l => l.Kind)];
    }

    private async Task<HttpClient> SignedInAsync(string email)
    {
        var browser = Http.Client(app.Address, new SocketsHttpHandler { AllowAutoRedirect = false });
        (await Browsing.SignInAsync(browser, email, ShopSeeding.Password)).StatusCode.Should().Be(HttpStatusCode.Redirect);
        return browser;
    }
}
