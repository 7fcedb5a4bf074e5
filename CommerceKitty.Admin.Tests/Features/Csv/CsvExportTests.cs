using System.Globalization;
using System.Net;
using System.Text;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Csv;

/// <summary>Exports over HTTP with a person's cookie, and back in again.</summary>
[Trait("Needs", "Server")]
public sealed class CsvExportTests(AppHost app) : IClassFixture<AppHost>
{
    [Fact]
    public async Task Export_LongListsWithFormulas_AreWholeSafeAndComeBackUnchanged()
    {
        string[] names = ["=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "a,\"b\"", "a;=1+1", "\uFF1D1+1", "Zoë 🐈", "'quoted'", "'=already marked"];
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

        var products = await browser.GetAsync("/products/export");
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
        var stock = await browser.GetByteArrayAsync("/inventory/export");
        Encoding.UTF8.GetString(stock).Should().Contain("\r\nnorth,P-449,Product,449,0,449\r\n");
        (await KindsAsync(acting.Get<StockImportService>(), stock)).Should().OnlyContain(k => k == ImportKind.Unchanged).And.HaveCount(450);
    }

    [Theory]
    [InlineData("/products/export")]
    [InlineData("/inventory/export")]
    public async Task Export_WithoutViewAllOrSignIn_GivesNothing_R1(string address)
    {
        var mailbox = "nobody" + address.Replace('/', '-') + "@example.com";
        await app.Services.AddUserWithAsync(mailbox, Permissions.Products.View, Permissions.Inventory.View);
        using var browser = await SignedInAsync(mailbox);

        (await browser.GetAsync(address)).Content.Headers.ContentType?.MediaType.Should().NotBe("text/csv");
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
