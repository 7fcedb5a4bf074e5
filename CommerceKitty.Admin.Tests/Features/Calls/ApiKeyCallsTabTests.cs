using System.Globalization;
using Bunit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Calls;

public sealed class ApiKeyCallsTabTests : PageContext
{
    [Fact]
    public async Task Open_ListsCallsNewestFirstAsText_R15()
    {
        var key = await AddKeyAsync();
        await Shop.AddAsync(Call(key, 1), Call(key, 2, 403, "POST", RefusalReason.Forbidden, leftOut: 1_204));

        var page = await OpenWithAsync(Tab(key), Permissions.ApiKeys.View);

        page.Column(0).Should().Equal("58 min ago 1,204 before it not listed", "59 min ago");
        page.Column(1).First().Should().StartWith("POST /api/v1/orders/{id} Details").And.Contain("Request ID request-2")
            .And.Contain("Refused because Permission missing").And.Contain("Client <b>bot</b>");
        page.Column(2).Should().Equal("403 Permission missing", "200");
        page.Column(3).Should().Equal("1.8 ms", "1.8 ms");
    }

    [Fact]
    public async Task Filters_InTheAddress_ListWhatTheySay()
    {
        var key = await AddKeyAsync();
        await Shop.AddAsync(Call(key, 1), Call(key, 2, 403, "POST"), Call(key, 3, 500, "POST"));
        var page = await OpenWithAsync($"{Tab(key)}?status=4xx", Permissions.ApiKeys.View);
        page.Column(0).Should().ContainSingle().Which.Should().StartWith("58 min ago");
        page.Choice("Method").Change("GET");
        page.ShouldSay("No matching calls");
        Navigation.NavigateTo($"{Tab(key)}?request=request-3");
        page.ShouldSay("Request ID: request-3");
        page.Column(0).Should().ContainSingle().Which.Should().StartWith("57 min ago");
    }

    [Fact]
    public async Task Tail_NewCalls_ComeUnlessPaused()
    {
        var key = await AddKeyAsync();
        await Shop.AddAsync(Call(key, 1));
        var page = await OpenWithAsync(Tab(key), Permissions.ApiKeys.View);
        page.Column(0).Should().ContainSingle();

        page.Button("Pause").Click();
        await Shop.AddAsync(Call(key, 2));
        Shop.Time.Advance(TimeSpan.FromSeconds(4));
        page.Column(0).Should().ContainSingle();

        page.Button("Resume").Click();
        page.ShouldSay("1–2 of 2");
        await Shop.AddAsync(Call(key, 3));
        page.WaitForAssertion(() =>
        {
            Shop.Time.Advance(TimeSpan.FromSeconds(2));
            page.Text().Should().Contain("1–3 of 3");
        });
    }

    private static string Tab(int key) => string.Create(CultureInfo.InvariantCulture, $"/configuration/api-keys/{key}/calls");

    private async Task<int> AddKeyAsync() => (await Shop.AddKeyAsync(await Shop.AddUserWithAsync("bot@example.com"))).Key.Id;

    private static ApiKeyCall Call(
        int key, int minute, int status = 200, string method = "GET", RefusalReason? reason = null, int leftOut = 0) => new()
        {
            ApiKeyId = key,
            At = new DateTime(2026, 11, 23, 8, minute, 0, DateTimeKind.Utc),
            Method = method,
            Route = "/api/v1/orders/{id}",
            Status = status,
            Microseconds = 1_840,
            Address = "203.0.113.7",
            UserAgent = "<b>bot</b>",
            RequestId = string.Create(CultureInfo.InvariantCulture, $"request-{minute}"),
            Reason = reason,
            LeftOut = leftOut,
        };
}
