using Bunit;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Orders;

/// <summary>The page of one order, and the dialog that edits it.</summary>
public sealed class OrderPageTests : PageContext
{
    private const string Name = "#order-customer-name";
    private const string Email = "#order-customer-email";
    private const string Notes = "#order-notes-text";

    [Fact]
    public async Task Open_ShowsLinesTotalCustomerNotesAndTimeline()
    {
        var order = await AddAsync(new OrderBuilder().WithLine(2, 10, "A-1", "Wand").WithLine(1, 4.5m, "B-2", "Mouse")
            .Noting("Ring twice\nThen wait").MovedTo(OrderStatus.Shipped));

        var page = await OpenWithAsync(At(order), Permissions.Orders.View);

        page.ShouldSay("CK-10001 Shipped Web shop Placed 3 days ago");
        page.FindAll(".ck-lines tbody tr")
            .Select(r => r.Words())
            .Should()
            .Equal("Wand A-1 2 0 € 10.00 € 20.00", "Mouse B-2 1 0 € 4.50 € 4.50");
        page.Find(".ck-lines tfoot").Words().Should().Be("Total € 24.50");
        page.Find(".ck-prewrap").TextContent.Should().Be("Ring twice\nThen wait");
        page.FindAll(".ck-timeline-what").Select(s => s.TextContent).Should().Equal("Placed", "Shipped");
        page.Find("a[href^=mailto]").TextContent.Should().Be("anna@example.com");
        page.Find(".ck-facts").Words().Should().Contain("20 Nov 2026, 13:00:00 (UTC+01:00)");
    }

    [Fact]
    public async Task Open_EditedOrder_TimelineSaysByWhomAndWhat()
    {
        var order = await AddAsync(new OrderBuilder().WithLine(1, 10, "A-1", "Wand"));
        var editor = await Shop.AddUserWithAsync("eddy@example.com", Permissions.Orders.Edit, Permissions.Orders.View);
        await using (var acting = Shop.As(editor))
            (await acting.Get<OrderService>().EditAsync(order.Id, new() { Notes = "Ring twice", CustomerName = "Zoë" }))
                .Error.Should()
                .BeNull();

        var page = await OpenWithAsync(At(order), Permissions.Orders.View);

        page.FindAll(".ck-timeline-what").Select(s => s.TextContent).Should().Equal("Placed", "Edited");
        page.Find(".ck-timeline").Words().Should().Contain("Customer name, notes").And.Contain("by eddy");
    }

    [Fact]
    public async Task Open_EmailWithWhatWouldAddToAMail_StaysTheOneAddress()
    {
        var order = await AddAsync(new OrderBuilder().By("Mallory", "a?bcc=all@evil.example&subject=x#@example.com"));

        var page = await OpenWithAsync(At(order), Permissions.Orders.View);

        page.Find("a[href^=mailto]").GetAttribute("href").Should().Be("mailto:a%3Fbcc%3Dall@evil.example%26subject%3Dx%23@example.com");
    }

    [Fact]
    public async Task Open_UnknownOrder_SaysSoWithinThePage()
    {
        var page = await OpenWithAsync("/orders/4711", Permissions.Orders.View);

        page.ShouldSay("Order not found");
        page.Buttons("Edit").Should().BeEmpty();
    }

    [Fact]
    public async Task Open_WithoutView_IsNotAllowed()
    {
        var order = await AddAsync(new OrderBuilder());

        var page = await OpenWithAsync(At(order), Permissions.Orders.ViewAll, Permissions.Orders.Edit);

        page.ShouldSay("You don't have access to this page");
        page.Markup.Should().NotContain("CK-10001");
    }

    [Fact]
    public async Task Edit_WithoutPermission_HasNoButtonAndTheServiceRefuses_R1()
    {
        var order = await AddAsync(new OrderBuilder());

        var page = await OpenWithAsync(At(order), Permissions.Orders.View);

        page.ShouldSay("CK-10001");
        page.Buttons("Edit").Should().BeEmpty();
        (await Get<OrderService>().EditAsync(order.Id, new OrderEdit { Notes = "x" }))
            .Error!.MissingPermission.Should()
            .Be(Permissions.Orders.Edit);
    }

    [Fact]
    public async Task Edit_Saved_ChangesTheOrderAndThePage()
    {
        var (page, order) = await OpenEditAsync();
        page.Find(Name).Input("Anna Smit");
        page.Find(Notes).Input("Leave at the door");

        Save(page);

        page.ShouldShowNoDialog();
        page.ShouldSay("Anna Smit");
        page.ShouldSay("Leave at the door");
        var stored = await StoredAsync(order.Id);
        (stored.CustomerName, stored.CustomerEmail, stored.Notes).Should().Be(("Anna Smit", "anna@example.com", "Leave at the door"));
    }

    [Fact]
    public async Task Edit_WrongFields_ShowsWhatIsWrongAndKeepsWhatWasTyped()
    {
        var (page, order) = await OpenEditAsync();
        page.Find(Name).Input("  ");
        page.Find(Email).Input("nope");
        page.Find(Notes).Input(new string('n', 2001));

        Save(page);

        page.ShouldSay("Enter a customer name.");
        page.ShouldSay("Email is not an address");
        page.ShouldSay("Shorten it to 2000 or fewer");
        page.Find(Email).GetAttribute("value").Should().Be("nope");
        (await StoredAsync(order.Id)).Version.Should().Be(order.Version);

        page.Find(Email).Input("a@example.com");
        page.Text().Should().NotContain("Email is not an address");
    }

    [Fact]
    public async Task Edit_SomebodyElseWasFaster_LoadsTheNewVersionAndLosesNothingTyped()
    {
        var (page, order) = await OpenEditAsync();
        await EditElsewhereAsync(order, new OrderEdit { CustomerName = "Changed elsewhere", Notes = "Their note" });
        page.Find(Notes).Input("My note");

        Save(page);

        page.ShouldSay("Someone else changed this order");
        (await StoredAsync(order.Id)).Notes.Should().Be("Their note");
        page.Button("Save").HasAttribute("disabled").Should().BeTrue();

        page.Button("Load the new version").Click();

        page.ShouldSay("This is the new version with your input");
        page.Find(Name).GetAttribute("value").Should().Be("Changed elsewhere", "it was not touched");
        page.Find(Notes).GetAttribute("value").Should().Be("My note");
        page.ShouldSay("Someone else saved: Their note");

        Save(page);

        page.ShouldShowNoDialog();
        var stored = await StoredAsync(order.Id);
        (stored.CustomerName, stored.Notes).Should().Be(("Changed elsewhere", "My note"));
    }

    [Fact]
    public async Task Edit_Cancelled_ChangesNothing()
    {
        var (page, order) = await OpenEditAsync();
        page.Find(Name).Input("Somebody");

        page.Button("Cancel").Click();

        page.ShouldShowNoDialog();
        (await StoredAsync(order.Id)).CustomerName.Should().Be(order.CustomerName);
    }

    [Fact]
    public async Task Edit_PermissionTakenAwayMeanwhile_SaysSoThenHidesTheButton_R3()
    {
        var (page, order) = await OpenEditAsync();
        await Shop.SetPermissionsAsync("viewer-group", Permissions.Orders.View);
        page.Find(Name).Input("Somebody");

        Save(page);

        page.ShouldSay("This needs the permission orders.edit");
        page.Find(Name).GetAttribute("value").Should().Be("Somebody");
        (await StoredAsync(order.Id)).CustomerName.Should().Be(order.CustomerName);
        page.Button("Cancel").Click();
        page.WaitForAssertion(() => page.Buttons("Edit").Should().BeEmpty());
        page.ShouldSay("CK-10001");
    }

    private static string At(Order order) => $"/orders/{order.Id}";

    private static void Save(IRenderedComponent<Routes> page) => page.Find("#edit-order-form").Submit();

    private async Task<(IRenderedComponent<Routes> Page, Order Order)> OpenEditAsync()
    {
        var order = await AddAsync(new OrderBuilder().WithLine(1, 5));
        var page = await OpenWithAsync(At(order), Permissions.Orders.View, Permissions.Orders.Edit);
        page.WaitForElement("#edit-order").Click();
        page.WaitForElement("#edit-order-form");
        return (page, order);
    }

    private async Task<Order> AddAsync(OrderBuilder builder)
    {
        var order = builder.Build();
        await Shop.AddAsync(order);
        return order;
    }

    private async Task EditElsewhereAsync(Order order, OrderEdit edit)
    {
        User other = await Shop.AddUserWithAsync("other@example.com", Permissions.Orders.View, Permissions.Orders.Edit);
        await using var acting = Shop.As(other);
        (await acting.Get<OrderService>().EditAsync(order.Id, edit)).Error.Should().BeNull();
    }

    private async Task<Order> StoredAsync(int id)
    {
        await using var db = Shop.OpenDatabase();
        return (await db.Orders.FindAsync(id))!;
    }
}
