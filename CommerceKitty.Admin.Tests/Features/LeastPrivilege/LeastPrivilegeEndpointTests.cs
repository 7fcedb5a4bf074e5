using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.LeastPrivilege;

/// <summary><c>GET /api/v1/users/{id}/least-privilege</c>, and what the counters of use do not say.</summary>
[Trait("Needs", "Server")]
public sealed class LeastPrivilegeEndpointTests : IAsyncDisposable
{
    private readonly ShopServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Get_UnusedPermissions_AreNamedWithTheGroupThatIsEnough()
    {
        var shop = _server.Shop;
        var bot = await shop.AddUserWithAsync(
            "bot@example.com", Permissions.Orders.View, Permissions.Orders.Edit, Permissions.Products.View);
        var (key, _) = await shop.Services.AddKeyAsync(bot);
        await shop.AddGroupAsync("fit", Permissions.Orders.View, Permissions.Orders.Edit);
        await shop.AddAsync(new ApiKeyUsage
        {
            ApiKeyId = key,
            Hour = shop.Time.GetUtcNow().UtcDateTime.Date,
            Permission = Permissions.Orders.Edit,
            Result = KeyUseResult.Accepted,
            Node = Guid.Empty,
            Count = 7,
        });
        var client = await _server.ClientAsync(
            Permissions.ApiKeys.View, Permissions.Users.View, Permissions.UserGroups.ViewAll,
            Permissions.Orders.View, Permissions.Orders.Edit);

        var found = await (await client.SendAsync("GET", $"/users/{bot.Id}/least-privilege")).JsonAsync();

        Names("used").Should().Equal(Permissions.Orders.Edit);
        Names("needed").Should().Equal(Permissions.Orders.View, Permissions.Orders.Edit);
        Names("unused").Should().Equal(Permissions.Products.View);
        found.GetProperty("group").GetProperty("code").GetString().Should().Be("fit");
        found.GetProperty("complete").GetBoolean().Should().BeFalse("a person signs in");

        IEnumerable<string?> Names(string member) => found.GetProperty(member).EnumerateArray().Select(n => n.GetString());
    }

    [Fact]
    public void SecondPermissions_OfEveryEndpoint_AreKnown()
    {
        var pairs = _server.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(e => (
                First: e.Metadata.GetMetadata<RequiredPermission>()?.Permission,
                Second: e.Metadata.GetOrderedMetadata<AnswerPermission>().Select(a => a.Permission).ToList()))
            .Where(e => e.First is not null && e.Second.Count > 0)
            .ToList();

        pairs.Should().NotBeEmpty("the rule must look at something");
        foreach (var (first, second) in pairs)
        {
            SecondPermissions.All[first!].Covers(PermissionSet.Of(second)).Should().BeTrue(
                $"{first} can require {string.Join(", ", second)}");
        }

        SecondPermissions.All.Keys.Should().BeSubsetOf(pairs.Select(p => p.First), "the list names nothing that is not there");
    }
}
