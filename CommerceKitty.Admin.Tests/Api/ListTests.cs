using System.Text.Json;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>Every list of the API, in every order: each row comes exactly once, also when rows are added between the pages.</summary>
[Trait("Needs", "Server")]
public sealed class ListTests(ListTests.FilledShop filled) : IClassFixture<ListTests.FilledShop>
{
    private static readonly DateTime Noon = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>A list, a sort of it and the member that shows the order; none when the order cannot be told from the outside.</summary>
    public static TheoryData<string, string, string?> Lists => new()
    {
        { "/orders", "placedAt", "placedAt" },
        { "/orders", "updatedAt", "updatedAt" },
        { "/orders", "number", "number" },
        { "/orders", "total", "total" },
        { "/products", "createdAt", "createdAt" },
        { "/products", "updatedAt", "updatedAt" },
        { "/products", "code", "code" },
        { "/products", "name", null },
        { "/inventory", "id", null },
        { "/inventory", "sku", "sku" },
        { "/inventory/north/P-1/movements", "id", "id" },
        { "/api-keys", "createdAt", "createdAt" },
        { "/api-keys", "name", null },
        { "/users", "createdAt", "createdAt" },
        { "/users", "email", null },
        { "/users", "name", null },
        { "/user-groups", "code", "code" },
        { "/user-groups", "name", null },
        { "/audit-log", "at", "at" },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task List_PageByPage_GivesEachRowOnceInBothDirections(string path, string sort, string? member)
    {
        var client = filled.Client;
        var everything = (await (await client.SendAsync("GET", $"{path}?limit=200")).JsonAsync()).GetProperty("data");

        var rising = await WalkAsync(client, path, sort);
        var falling = await WalkAsync(client, path, "-" + sort);

        rising.Count.Should().BeGreaterThan(4, "else this proves nothing");
        rising.Select(Raw).Should().OnlyHaveUniqueItems().And.BeEquivalentTo(everything.EnumerateArray().Select(Raw));
        falling.Select(Raw).Should().Equal(rising.AsEnumerable().Reverse().Select(Raw));
        if (member is not null)
            Keys(rising, member).Should().BeInAscendingOrder();
    }

    [Fact]
    public async Task List_RowsAddedBetweenPages_MoveNothing()
    {
        await using var own = new FilledShop();
        await own.InitializeAsync();
        var client = own.Client;
        foreach (var sort in new[] { "number", "-number", "total", "-total", "placedAt", "-placedAt" })
        {
            var there = (await WalkAsync(client, "/orders", sort)).ConvertAll(r => r.GetProperty("id").GetInt32());
            var added = 0;

            var seen = await WalkAsync(client, "/orders", sort, async () =>
            {
                added++;
                var number = $"{(added % 2 == 0 ? "AA" : "ZZ")}-{sort}-{added}";
                await own.Server.Shop.AddAsync(
                    new OrderBuilder()
                        .Numbered(number)
                        .PlacedAt(Noon.AddDays(added % 2 == 0 ? -900 : 900))
                        .WithLine(1, added % 2 == 0 ? 0m : 999m)
                        .Build());
            });

            var ids = seen.ConvertAll(r => r.GetProperty("id").GetInt32());
            ids.Should().OnlyHaveUniqueItems();
            ids.Where(there.Contains).Should().Equal(there, "{0}", sort);
        }
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task List_CursorOfAnotherOrder_OrOdd_Is400(string path, string sort, string? _)
    {
        var client = filled.Client;
        var next = (await (await client.SendAsync("GET", $"{path}?limit=1&sort={sort}")).JsonAsync()).GetProperty("next").GetString();
        next.Should().NotBeNull();

        (await (await client.SendAsync("GET", $"{path}?limit=1&sort=-{sort}&after={next}")).OutcomeAsync())
            .Should()
            .Be("400 validation-failed");
        (await (await client.SendAsync("GET", $"{path}?after=nonsense&sort={sort}")).OutcomeAsync()).Should().Be("400 validation-failed");
        (await (await client.SendAsync("GET", $"{path}?sort=nonsense")).OutcomeAsync()).Should().Be("400 validation-failed");
        (await (await client.SendAsync("GET", $"{path}?limit=201")).OutcomeAsync()).Should().Be("400 validation-failed");
    }

    /// <summary>What stays the same about a row; a key's last use does not.</summary>
    private static string Raw(JsonElement row) => row.TryGetProperty("id", out var id) ? id.GetRawText() : row.GetRawText();

    private static IEnumerable<IComparable> Keys(List<JsonElement> rows, string member) => rows.Select(r => r.GetProperty(member) switch
    {
        { ValueKind: JsonValueKind.Number } number => (IComparable)number.GetDecimal(),
        var text when text.TryGetDateTime(out var time) => time,
        var text => text.GetString()!,
    });

    private static async Task<List<JsonElement>> WalkAsync(HttpClient client, string path, string sort, Func<Task>? between = null)
    {
        var rows = new List<JsonElement>();
        for (string? address = $"{path}?limit=2&sort={sort}"; address is not null && rows.Count < 500;)
        {
            var response = await client.SendAsync("GET", address);
            var body = await response.JsonAsync();
            rows.AddRange(body.GetProperty("data").EnumerateArray().Select(r => r.Clone()));
            var next = body.GetProperty("next").GetString();
            var link = response.Headers.TryGetValues("Link", out var links) ? links.Single() : null;
            (link is null).Should().Be(next is null);
            // By the header, as a client would that knows nothing of the body.
            address = link is null
                ? null
                : link[(link.IndexOf("/api/v1", StringComparison.Ordinal) + "/api/v1".Length)..link.IndexOf('>', StringComparison.Ordinal)];
            if (between is not null)
                await between();
        }

        return rows;
    }

    /// <summary>A shop with several rows in each list, for all tests that only read.</summary>
    public sealed class FilledShop : IAsyncLifetime
    {
        public ShopServer Server { get; } = new();

        /// <summary>May read everything.</summary>
        public HttpClient Client { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var shop = Server.Shop;
            await shop.AddSourcesAsync();
            for (var i = 1; i <= 5; i++)
            {
                await shop.AddProductAsync($"P-{i}", north: i, south: i, name: i % 2 == 0 ? "Collar" : "collar");
                await shop.AddAsync(
                    new OrderBuilder().Numbered($"CK-{10 - i}").PlacedAt(Noon.AddHours(i / 2)).WithLine(i % 3 + 1, i % 3 + 1m).Build());
                var user = await shop.AddUserWithAsync($"user{i}@example.com", Permissions.Orders.View);
                await shop.AddKeyAsync(user, i % 2 == 0 ? "Sync" : "sync");
                await using var acting = shop.AsCommandLine();
                await acting.Get<CommerceKitty.Admin.Features.Inventory.StockService>().SetAsync("north", "P-1", new() { OnHand = 10 + i });
            }

            Client = await Server.ClientAsync(PermissionCatalogue.All.Select(p => p.Name));
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
