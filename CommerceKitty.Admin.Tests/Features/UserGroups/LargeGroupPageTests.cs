using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using System.Diagnostics;
using Bunit;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.UserGroups;

/// <summary>Pages and dialogs beside a group of 5,000 users: none of them draws or waits for all of them.</summary>
public sealed class LargeGroupPageTests : PageContext
{
    private const int Many = 5_000;

    [Fact]
    public async Task EveryPageOfUsers_GroupOf5000_ShowsAFewAndAnswersInSeconds()
    {
        var owner = await Shop.AddOwnerAsync();
        await Shop.AddGroupAsync("big", PermissionCatalogue.All.Select(p => p.Name));
        await Shop.Services.AddManyUsersAsync("big", Many);
        var leaver = await Shop.AddUserWithAsync("leaver@example.com", Permissions.Orders.View);
        for (var i = 0; i < 20; i++)
            await Shop.AddKeyAsync(leaver, $"Key {i}");
        var clock = Stopwatch.StartNew();
        var laps = new List<string>();
        void Lap(string what)
        {
            laps.Add($"{what}: {clock.ElapsedMilliseconds} ms");
            clock.Restart();
        }

        var page = Open(owner, "/configuration/user-groups/big");
        page.ShouldSay("5,000 users");
        page.Rows().Should().HaveCountLessThanOrEqualTo(50);
        Lap("group");

        Navigation.NavigateTo("/configuration/users?group=big");
        page.WaitForAssertion(() => page.Markup.Should().Contain("of 5,000"));
        page.Rows().Should().HaveCountLessThanOrEqualTo(50);
        Lap("users");

        (await Get<ApiKeyQueries>().ListCandidatesAsync()).Value!.Should().HaveCount(Many + 2);
        Lap("candidates");

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
        page.FindAll(".ck-choice-list option").Should().HaveCount(60, "three choices for each key, whoever might take it over");
        Lap("leaver");

        Xunit.TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', laps));
        laps.Should().HaveCount(4);
    }
}
