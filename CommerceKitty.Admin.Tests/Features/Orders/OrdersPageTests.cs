using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using Bunit.TestDoubles;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Orders;

public sealed class OrdersPageTests : PageContext
{
    [Fact]
    public async Task Open_WithOrders_ListsThemNewestFirst()
    {
        await AddOrdersAsync();

        var page = await OpenWithAsync("/orders", Permissions.Orders.ViewAll);

        page.Rows().Should().BeEquivalentTo(
            (string[][])
            [
                ["CK-3", "yesterday", "Carla customer@example.com", "Marketplace", "Cancelled", "€ 9.00"],
                ["CK-2", "2 days ago", "Bob customer@example.com", "Web shop", "Partially shipped", "€ 1,200.50"],
                ["CK-1", "3 days ago", "Anna anna@example.com", "Web shop", "Open", "€ 20.00"],
            ],
            o => o.WithStrictOrdering());
        page.Find(".ck-table tbody a").GetAttribute("href").Should().Be($"/orders/{await IdAsync("CK-3")}");
    }

    [Fact]
    public async Task Open_FiltersInAddress_ListsWhatTheySay()
    {
        await AddOrdersAsync();

        var page = await OpenWithAsync("/orders?status=open&channel=Web%20shop&q=ann", Permissions.Orders.ViewAll);

        page.Column(0).Should().Equal("CK-1");
        page.FindAll(".ck-chip")
            .Select(c => c.TextContent.Collapse())
            .Should()
            .Equal("Search: ann ×", "Status: Open ×", "Channel: Web shop ×");
    }

    [Fact]
    public async Task Filter_Chosen_StandsInAddressAndStartsAtFirstPage()
    {
        await AddOrdersAsync();
        var page = await OpenWithAsync("/orders?page=1&sort=total-desc", Permissions.Orders.ViewAll);
        page.Column(0).Should().Equal("CK-2", "CK-1", "CK-3");

        Tab(page, "Partially shipped").Click();

        page.WaitForAssertion(() => page.Column(0).Should().Equal("CK-2"));
        Address.Should().Be("/orders?sort=total-desc&status=partially-shipped");
        page.Button("Remove the filter Status: Partially shipped").Click();
        page.WaitForAssertion(() => page.Rows().Should().HaveCount(3));
        Address.Should().Be("/orders?sort=total-desc");
    }

    [Fact]
    public async Task Sort_HeaderClicked_OrdersAndSaysSo()
    {
        await AddOrdersAsync();
        var page = await OpenWithAsync("/orders", Permissions.Orders.ViewAll);
        page.Rows();

        page.FindAll(".ck-sort").Single(b => b.TextContent == "Customer").Click();

        page.WaitForAssertion(() => page.Column(0).Should().Equal("CK-1", "CK-2", "CK-3"));
        Address.Should().Be("/orders?sort=customer-asc");
        page.Find("th[aria-sort=ascending]").TextContent.Should().StartWith("Customer");
    }

    [Theory]
    [InlineData("/orders?sort=nonsense&status=lost&page=-4")]
    [InlineData("/orders?sort=99-desc&page=abc")]
    public async Task Open_NonsenseInAddress_ListsAsUsual(string address)
    {
        await AddOrdersAsync();

        var page = await OpenWithAsync(address, Permissions.Orders.ViewAll);

        page.Column(0).Should().Equal("CK-3", "CK-2", "CK-1");
    }

    [Fact]
    public async Task Search_TypingPauses_SearchesAndStandsInAddress()
    {
        await AddOrdersAsync();
        var page = await OpenWithAsync("/orders", Permissions.Orders.ViewAll);
        page.Rows();

        page.Find("main input[type=search]").Input("bob");
        Shop.Time.Advance(TimeSpan.FromMilliseconds(300));

        page.WaitForAssertion(() => page.Column(0).Should().Equal("CK-2"));
        Address.Should().Be("/orders?q=bob");
    }

    [Fact]
    public async Task Search_TypedOn_IsOneStepInTheHistory()
    {
        await AddOrdersAsync();
        var page = await OpenWithAsync("/orders", Permissions.Orders.ViewAll);
        page.Rows();
        var steps = ((BunitNavigationManager)Navigation).History;
        var before = steps.Count;
        foreach (var typed in new[] { "b", "bo", "bob" })
        {
            page.Find("main input[type=search]").Input(typed);
            Shop.Time.Advance(TimeSpan.FromMilliseconds(300));
            page.WaitForAssertion(() => Address.Should().Be($"/orders?q={typed}"));
        }

        steps.Should().HaveCount(before + 1);
        page.WaitForAssertion(() => page.Column(0).Should().Equal("CK-2"));
        Tab(page, "Partially shipped").Click();
        steps.Should().HaveCount(before + 2, "a choice is a step of its own");
    }

    [Fact]
    public async Task Tabs_OfStatuses_CountWhatTheOtherFiltersLeave()
    {
        await AddOrdersAsync();
        var page = await OpenWithAsync("/orders?status=open&q=web", Permissions.Orders.ViewAll);
        page.ShouldSay("No matching orders");
        page.Find(".ck-chip").Click();

        page.WaitForAssertion(() => page.FindAll(".ck-tab").Select(t => t.Words()).Should().Equal(
            "All 3", "To ship 2", "Open 1", "Partially shipped 1", "Shipped 0", "Cancelled 1"));
        page.Find(".ck-tab[aria-pressed=true]").Words().Should().Be("Open 1");

        page.Choice("Channel").Change("Web shop");
        page.WaitForAssertion(() => Tab(page, "All").Words().Should().Be("All 2"));
        Tab(page, "To ship").Click();
        page.WaitForAssertion(() => page.Column(0).Should().Equal("CK-2", "CK-1"));
        Address.Should().Be("/orders?status=to-ship&channel=Web%20shop");
        page.ShouldSay("Status: To ship");
    }

    [Fact]
    public async Task Placed_DaysOfTheViewer_FilterListCountsAndFile()
    {
        await AddOrdersAsync();
        var page = await OpenWithAsync("/orders?placed=2026-11-21..2026-11-22&sort=total-desc&page=1&size=50", Permissions.Orders.ViewAll);

        page.Column(0).Should().Equal("CK-2", "CK-3");
        page.ShouldSay("Placed: 21 Nov 2026 – 22 Nov 2026");
        Tab(page, "All").Words().Should().Be("All 2");
        page.Find(".ck-export").Words().Should().Be("Export 2 orders");
        page.Find(".ck-export").GetAttribute("href").Should().Be("/orders/export?placed=2026-11-21..2026-11-22&sort=total-desc");

        page.FindAll(".ck-days-own input")[1].Change("2026-11-21");
        page.WaitForAssertion(() => page.Column(0).Should().Equal("CK-2"));
        page.Find(".ck-export").Words().Should().Be("Export 1 order");
        page.Buttons("Last 7 days").Single().Click();
        page.WaitForAssertion(() => page.Rows().Should().HaveCount(3));
        Address.Should().Be("/orders?placed=7d&sort=total-desc&size=50");
    }

    [Fact]
    public async Task Open_NoOrders_SaysSo()
    {
        var page = await OpenWithAsync("/orders", Permissions.Orders.ViewAll);

        page.ShouldSay("No orders yet");
    }

    [Fact]
    public async Task Open_NothingMatches_OffersToClearTheFilters()
    {
        await AddOrdersAsync();
        var page = await OpenWithAsync("/orders?q=zzz", Permissions.Orders.ViewAll);
        page.ShouldSay("No matching orders");

        page.Button("Clear filters").Click();

        page.WaitForAssertion(() => page.Rows().Should().HaveCount(3));
        Address.Should().Be("/orders");
    }

    [Fact]
    public async Task Open_WithoutPermission_IsNotAllowed()
    {
        await AddOrdersAsync();

        var page = await OpenWithAsync("/orders", Permissions.Orders.View);

        page.ShouldSay("You don't have access to this page");
        page.Markup.Should().NotContain("CK-1");
    }

    [Fact]
    public async Task Filter_PermissionTakenAwayWhilePageIsOpen_ClosesThePage_R3()
    {
        await AddOrdersAsync();
        var page = await OpenWithAsync("/orders", Permissions.Orders.ViewAll);
        page.Rows();
        await Shop.SetPermissionsAsync("viewer-group");

        Tab(page, "Open").Click();

        page.ShouldSay("You don't have access to this page");
        page.FindAll(".ck-table").Should().BeEmpty();
    }

    [Fact]
    public async Task CustomerName_WithMarkup_IsText()
    {
        await Shop.AddAsync(new OrderBuilder().By("<b onclick=alert(1)>x</b>").Build());

        var page = await OpenWithAsync("/orders", Permissions.Orders.ViewAll);

        page.Column(2).Should().ContainSingle().Which.Should().StartWith("<b onclick=alert(1)>x</b>");
        page.FindAll("main b").Should().BeEmpty();
    }

    [Theory]
    [InlineData("1234.5", "EUR", "€\u00A01,234.50")]
    [InlineData("12", "CHF", "CHF\u00A012.00")]
    [InlineData("0.125", "USD", "$\u00A00.125")]
    [InlineData("1200", "JPY", "JPY\u00A01,200")]
    [InlineData("-3", "GBP", "£\u00A0-3.00")]
    public void Money_InWords_AsPeopleReadIt(string amount, string currency, string words) =>
        Money.ToDisplayText(decimal.Parse(amount, CultureInfo.InvariantCulture), currency).Should().Be(words);

    [Fact]
    public void Tone_OfEachStatus_IsItsOwn()
    {
        Enum.GetValues<OrderStatus>().Select(OrderPresentation.Tone)
            .Should().Equal(StatusTone.Waiting, StatusTone.Partial, StatusTone.Good, StatusTone.Ended);
    }

    private Task AddOrdersAsync() => Shop.AddAsync(
        new OrderBuilder().Numbered("CK-1").By("Anna", "anna@example.com").WithLine(2, 10).PlacedAt(Day(20)).Build(),
        new OrderBuilder().Numbered("CK-2").By("Bob").WithLine(1, 1200.50m).PlacedAt(Day(21)).MovedTo(OrderStatus.PartiallyShipped).Build(),
        new OrderBuilder()
            .Numbered("CK-3")
            .By("Carla")
            .Over("Marketplace")
            .WithLine(1, 9)
            .PlacedAt(Day(22))
            .MovedTo(OrderStatus.Cancelled)
            .Build());

    private static IElement Tab(IRenderedComponent<Admin.Components.Routes> page, string status) =>
        page.FindAll(".ck-tab").Single(t => t.TextContent.Collapse().StartsWith(status, StringComparison.Ordinal));

    private static DateTime Day(int day) => new(2026, 11, day, 8, 0, 0, DateTimeKind.Utc);

    private async Task<int> IdAsync(string number)
    {
        await using var db = Shop.OpenDatabase();
        return db.Orders.Single(o => o.Number == number).Id;
    }
}
