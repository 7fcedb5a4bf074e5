using System.Net;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Data;

/// <summary>A NUL or half a surrogate pair that reaches the database is data that matches nothing, on every provider: no error.</summary>
public sealed class UnstorableTextTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData("a\0b")]
    [InlineData("\0")]
    [InlineData("a\\ud83d")]
    [InlineData("\\udc08a")]
    public async Task Filters_UnstorableText_MatchNothing(string escaped)
    {
        // Half a pair cannot be written into an attribute: it would arrive as U+FFFD.
        var text = System.Text.RegularExpressions.Regex.Unescape(escaped);
        await using var acting = _shop.As(await _shop.AddOwnerAsync());

        (await acting.Get<OrderService>().ListAsync(new OrderQuery { Channel = text })).IsDone.Should().BeTrue();
        (await acting.Get<InventoryService>().ListAsync(new InventoryQuery { SourceCode = text })).IsDone.Should().BeTrue();
        (await acting.KeyQueries.ListAsync(new ApiKeyQuery { GroupCode = text, UserEmail = text })).Value!.Total.Should().Be(0);
        (await acting.Users.ListAsync(new UserQuery { GroupCode = text })).IsDone.Should().BeTrue();
        await using var db = _shop.OpenDatabase();
        string[] several = [text, "other"];
        (await db.Roles.CountAsync(g => several.Contains(g.Code))).Should().Be(0);
    }

    [Fact]
    public async Task FlushAsync_UserAgentCutInsideAnEmoji_IsWrittenAndTheOthersToo()
    {
        var owner = await _shop.AddOwnerAsync();
        var (torn, _) = await _shop.AddKeyAsync(owner);
        var (other, _) = await _shop.AddKeyAsync(owner);
        var uses = _shop.Services.GetRequiredService<ApiKeyUseRecorder>();

        uses.Accepted(torn.Id, IPAddress.Loopback, new string('x', ApiKeyLastUse.UserAgentLength - 1) + "🐈");
        uses.Accepted(other.Id, IPAddress.Loopback, "curl");
        await uses.FlushAsync();

        await using var db = _shop.OpenDatabase();
        (await db.ApiKeyLastUses.CountAsync()).Should().Be(2);
    }
}
