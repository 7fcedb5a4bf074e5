using System.Net;
using System.Text.Json;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>Text that is written the same and encoded differently is one text, in every list and every store. Invisible marks are kept in
/// what shops send of their customers, and refused in names.</summary>
[Trait("Needs", "Server")]
public sealed class UnicodeTests : IAsyncLifetime
{
    /// <summary>Adrián, with the accent as a character of its own, as some keyboards and macOS file names have it.</summary>
    private const string Decomposed = "Adria\u0301n";

    private const string Composed = "Adri\u00E1n";

    private readonly ShopServer _server = new();
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        await _server.Shop.AddSourcesAsync();
        _client = await _server.ClientAsync(PermissionCatalogue.All.Select(p => p.Name));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(Composed)]
    [InlineData(Decomposed)]
    public async Task Search_EveryList_FindsBothEncodings(string stored)
    {
        await FillAsync(stored);
        foreach (var path in new[] { "/orders", "/products", "/inventory", "/users", "/api-keys", "/audit-log" })
        {
            foreach (var typed in new[] { Composed, Decomposed, Composed.ToUpperInvariant(), Decomposed.ToUpperInvariant(), "dria\u0301" })
            {
                var found = await (await _client.SendAsync("GET", $"{path}?q={Uri.EscapeDataString(typed)}")).JsonAsync();
                found.GetProperty("data").GetArrayLength().Should().BePositive("{0} with {1}", path, typed);
            }
        }

        var orders = await (await _client.SendAsync("GET", $"/orders?channel={Uri.EscapeDataString(Decomposed)}")).JsonAsync();
        orders.GetProperty("data")[0].GetProperty("customerName").GetString().Should().Be(Composed, "all text is stored in one form");
    }

    [Theory]
    [InlineData("left-to-right mark", "\u200E")]
    [InlineData("right-to-left mark", "\u200F")]
    [InlineData("zero-width space", "\u200B")]
    [InlineData("soft hyphen", "\u00AD")]
    [InlineData("word joiner", "\u2060")]
    [InlineData("byte order mark", "\uFEFF")]
    [InlineData("embedding", "\u202A")]
    [InlineData("isolate", "\u2066")]
    public async Task InvisibleMark_IsKeptWhereItIsData_AndRefusedInNames(string what, string mark)
    {
        var text = $"An{mark}na {what}";
        await _server.Shop.AddProductAsync("WAND", north: 9, south: 9, price: 5);
        string Json(string value) => JsonSerializer.Serialize(value);

        var created = await _client.SendAsync("POST", "/orders",
            $$"""
            {"channel":{{Json(text)}},"customerName":{{Json(text)}},"customerEmail":"a@example.com","notes":{{Json(text)}},
             "lines":[{"productCode":"WAND","quantity":1}]}
            """);
        created.StatusCode.Should().Be(HttpStatusCode.Created);
        var order = await created.JsonAsync();
        new[] { "channel", "customerName", "notes" }.Should().OnlyContain(m => order.GetProperty(m).GetString() == text);
        var path = $"/orders/{order.GetProperty("id").GetInt32()}";
        (await (await _client.SendAsync("PATCH", path, $$"""{"customerName":{{Json(text + "2")}}}""")).JsonAsync())
            .GetProperty("customerName").GetString().Should().Be(text + "2");
        foreach (var typed in new[] { $"Anna {what}", text })
        {
            var found = await (await _client.SendAsync("GET", $"/orders?q={Uri.EscapeDataString(typed)}")).JsonAsync();
            found.GetProperty("data").GetArrayLength().Should().Be(1, "the mark is not typed and does not hide the order");
        }

        foreach (var (method, address, body) in new[]
        {
            ("POST", "/products", $$"""{"code":"NEW","name":{{Json(text)}},"price":1,"currency":"EUR"}"""),
            ("POST", "/products", $$"""{"code":{{Json("N" + mark + "W")}},"name":"New","price":1,"currency":"EUR"}"""),
            ("PATCH", "/products/1", $$"""{"name":{{Json(text)}}}"""),
            ("PATCH", "/api-keys/1", $$"""{"name":{{Json(text)}}}"""),
            ("PATCH", path, $$"""{"customerEmail":{{Json("a" + mark + "b@example.com")}}}"""),
        })
        {
            (await (await _client.SendAsync(method, address, body)).OutcomeAsync()).Should().Be("400 validation-failed", body);
        }

        await using var acting = _server.Shop.AsCommandLine();
        (await acting.Users.CreateAsync(User($"a{mark}b@example.com", text) with { LastName = text }))
            .Error!.Fields.Keys.Should().BeEquivalentTo("email", "firstName", "lastName");
        (await acting.UserGroups.CreateAsync(new CreateUserGroupRequest($"a{mark}b", text, []))).Error!.Fields.Keys
            .Should().BeEquivalentTo("code", "name");
    }

    /// <summary>The long s becomes S in upper case: its owner took the place of another email.</summary>
    [Fact]
    public async Task Email_WithALetterThatOnlyLooksAlike_IsAnotherEmail()
    {
        await _server.Shop.AddGroupAsync("office");
        await using var acting = _server.Shop.AsCommandLine();

        var first = await acting.Users.CreateAsync(User("\u017Fam@example.com", "Long"));
        var second = await acting.Users.CreateAsync(User("sam@example.com", "Sam"));
        var again = await acting.Users.CreateAsync(User("SAM@example.com", "Sam"));

        (first.Error, second.Error).Should().Be((null, null));
        again.Error!.Fields.Keys.Should().Equal("email");
        (await acting.Users.FindByEmailAsync("SAM@example.com")).Value!.Id.Should().Be(second.Value!.Id);
        (await acting.Users.FindByEmailAsync("\u017Fam@example.com")).Value!.Id.Should().Be(first.Value!.Id);
    }

    private static CreateUserRequest User(string email, string firstName) =>
        new() { Email = email, FirstName = firstName, GroupCode = "office", Kind = Entities.UserKind.Integration };

    private async Task FillAsync(string name)
    {
        await _server.Shop.AddGroupAsync("office");
        await using var acting = _server.Shop.AsCommandLine();
        var user = (await acting.Users.CreateAsync(User("adrian@example.com", name))).Value!;
        (await acting.ApiKeys.CreateAsync(new(name, user.Id))).Error.Should().BeNull();
        var json = JsonSerializer.Serialize(name);
        (await (await _client.SendAsync("POST", "/products", $$"""{"code":"WAND","name":{{json}},"price":1,"currency":"EUR"}"""))
            .OutcomeAsync()).Should().Be("201");
        (await (await _client.SendAsync("PUT", "/inventory/north/WAND", """{"onHand":5}""")).OutcomeAsync()).Should().Be("200");
        (await (await _client.SendAsync("POST", "/orders",
            $$"""
            {"channel":{{json}},"customerName":{{json}},"customerEmail":"a@example.com","lines":[{"productCode":"WAND","quantity":1}]}
            """)).OutcomeAsync()).Should().Be("201");
    }
}
