using Bunit;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.UserGroups;

/// <summary>Pages and dialogs beside a group of 5,000 users: none of them draws or waits for all of them.</summary>
[Trait("Needs", "Time")]
public sealed class LargeGroupPageTests : PageContext
{
    private const int Many = 5_000;

    [Fact]
    public async Task EveryPageOfUsers_GroupOf5000_ShowsAFewOfThem()
    {
        var owner = await Shop.AddOwnerAsync();
        await Shop.AddGroupAsync("big", PermissionCatalogue.All.Select(p => p.Name));
        await Shop.Services.AddManyUsersAsync("big", Many);
        var leaver = await Shop.AddUserWithAsync("leaver@example.com", Permissions.Orders.View);
        for (var i = 0; i < 20; i++)
            await Shop.AddKeyAsync(leaver, $"Key {i}");

        var page = Open(owner, "/configuration/user-groups/big");
        page.ShouldSay("5,000 users");
        page.Rows().Should().HaveCountLessThanOrEqualTo(50);

        Navigation.NavigateTo("/configuration/users?group=big");
        page.WaitForAssertion(() => page.Markup.Should().Contain("of 5,000"));
        page.Rows().Should().HaveCountLessThanOrEqualTo(50);

        (await Get<ApiKeyQueries>().ListCandidatesAsync()).Value!.Should().HaveCount(Many + 2);

        Navigation.NavigateTo($"/configuration/users/{leaver.Id}");
        page.WaitForAssertion(() => page.Buttons("Actions for leaver Test").Should().ContainSingle());
        page.Button("Actions for leaver Test").Click();
        page.WaitForAssertion(() => page.FindAll(".mud-menu-item").Should().Contain(i => i.TextContent.Trim() == "Disable…"));
        page.FindAll(".mud-menu-item").Single(i => i.TextContent.Trim() == "Disable…").Click();
        page.WaitForState(() =>
        {
            Shop.Time.Advance(TimeSpan.FromMilliseconds(100));
            return page.FindAll(".mud-dialog").Count > 0;
        });
        page.ShouldSay("20 API keys will stop");
        page.FindAll(".ck-choice-list option").Should().HaveCount(60, "three choices for each key, whoever may take it over");
    }
}
