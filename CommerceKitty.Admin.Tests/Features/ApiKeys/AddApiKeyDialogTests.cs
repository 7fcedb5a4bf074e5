using Bunit;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

public sealed class AddApiKeyDialogTests : ApiKeyPages
{
    [Fact]
    public async Task Candidates_AreExactlyThoseTheServiceAllows_R6()
    {
        await AddIntegrationAsync("weaker@example.com", Permissions.Orders.View);
        await AddIntegrationAsync("stronger@example.com", Permissions.Orders.View, Permissions.Products.Delete);
        await Shop.AddUserAsync("disabled@example.com", "weaker-group", enabled: false);
        await Shop.AddOwnerAsync();
        var page = await OpenAddAsync();

        var offered = Offered(page);

        var allowed = (await Get<ApiKeyQueries>().ListCandidatesAsync()).Value!;
        offered.Should().Equal(allowed);
        offered.Select(c => c.Access.Email).Should().BeEquivalentTo("weaker@example.com", "viewer@example.com");
    }

    [Fact]
    public async Task User_Chosen_ShowsWhatTheKeyWillBeAbleToDo()
    {
        await AddIntegrationAsync("bot@example.com", Permissions.Orders.View, Permissions.ApiKeys.Edit);
        var page = await OpenAddAsync();
        page.ShouldSay("Choose a user to see what the key will be able to do.");

        Choose(page, "bot@example.com");

        page.Find(".ck-permissions").Words().Should().Be("Orders View API keys Edit");
        page.ShouldSay("bot Test is an administrator.");
        page.ShouldSay("From the group bot-group.");
    }

    [Fact]
    public async Task User_TypedButNotChosen_IsNoChoiceUnlessTheTextIsExactlyOneUser()
    {
        await AddIntegrationAsync("bot@example.com", Permissions.Orders.View);
        var page = await OpenAddAsync();
        page.Find("#api-key-name").Input("Nightly sync");

        page.Find("#api-key-user").Input("bot@");
        page.Find("#api-key-user").Change("bot@");
        Create(page);
        page.ShouldSay("Choose the user this key acts as.");

        page.Find("#api-key-user").Input("BOT@example.com");
        page.Find("#api-key-user").Change("BOT@example.com");
        page.ShouldSay("From the group bot-group.");
        page.Find("#api-key-user").GetAttribute("value").Should().Be("bot Test");

        page.Find("#api-key-user").Input("bot Tes");
        page.ShouldSay("Choose a user to see what the key will be able to do.");
    }

    [Fact]
    public async Task User_ByKeyboard_ArrowsMoveAndEnterChooses()
    {
        await AddIntegrationAsync("bot@example.com", Permissions.Orders.View);
        var page = await OpenAddAsync();
        var field = page.Find("#api-key-user");

        field.KeyDown("ArrowDown");
        page.Find("#api-key-user").GetAttribute("aria-expanded").Should().Be("true");
        page.FindAll("[role=option]").Should().HaveCount(2);
        page.Find("#api-key-user").Input("example.com");
        page.Find("#api-key-user").KeyDown("ArrowDown");
        page.Find("#api-key-user").KeyDown("ArrowDown");
        page.Find("#api-key-user").GetAttribute("aria-activedescendant").Should().Be("api-key-user-0");
        page.Find("#api-key-user").KeyDown("ArrowUp");
        page.Find("#api-key-user").KeyDown("ArrowUp");
        var first = page.Find("#api-key-user-0 .ck-strong").TextContent;
        page.Find("#api-key-user").KeyDown("Enter");

        page.Find("#api-key-user").GetAttribute("aria-expanded").Should().Be("false");
        page.Find("#api-key-user").GetAttribute("value").Should().Be(first);
    }

    [Theory]
    [InlineData("", "Enter a name.")]
    [InlineData("two\nlines", "Write it on one line")]
    public async Task Create_WrongNameAndNoUser_SaysBoth(string name, string message)
    {
        var page = await OpenAddAsync();
        page.Find("#api-key-name").Input(name);

        Create(page);

        page.ShouldSay(message);
        page.ShouldSay("Choose the user this key acts as.");
        (await CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Create_UserDisabledMeanwhile_SaysSoAndKeepsTheInput()
    {
        var bot = await AddIntegrationAsync();
        var page = await OpenAddAsync();
        page.Find("#api-key-name").Input("Nightly sync");
        Choose(page, "bot@example.com");
        await Shop.SetEnabledAsync(bot, enabled: false);

        Create(page);

        page.ShouldSay("bot Test is disabled. Choose another user, or enable this one first.");
        page.Find("#api-key-name").GetAttribute("value").Should().Be("Nightly sync");
        (await CountAsync()).Should().Be(0);
        Offered(page).Select(c => c.Access.Email).Should().NotContain("bot@example.com");
    }

    [Fact]
    public async Task Create_PermissionTakenAwayMeanwhile_SaysSoAndKeepsTheInput_R3()
    {
        await AddIntegrationAsync();
        var page = await OpenAddAsync();
        page.Find("#api-key-name").Input("Nightly sync");
        Choose(page, "bot@example.com");
        await Shop.SetPermissionsAsync("viewer-group", Permissions.ApiKeys.ViewAll);

        Create(page);

        page.ShouldSay("This needs the permission api-keys.create");
        page.Find("#api-key-name").GetAttribute("value").Should().Be("Nightly sync");
        page.Button("Cancel").Click();
        page.WaitForAssertion(() => page.Buttons("Add API key").Should().BeEmpty());
    }

    [Fact]
    public async Task Create_AllRight_MakesTheKeyAndShowsItsValue()
    {
        var bot = await AddIntegrationAsync();
        var page = await OpenAddAsync();
        page.Find("#api-key-name").Input("Nightly sync");
        Choose(page, "bot@example.com");

        Create(page);

        page.WaitForElement("#api-key-value").TextContent.Should().HaveLength(48).And.StartWith("kitty_");
        await using var db = Shop.OpenDatabase();
        var key = db.ApiKeys.Should().ContainSingle().Which;
        (key.Name, key.UserId).Should().Be(("Nightly sync", bot.Id));
    }

    [Fact]
    public async Task Create_WithAnEnd_MakesAKeyThatEnds_R4()
    {
        await AddIntegrationAsync();
        var page = await OpenAddAsync();
        page.Find("#api-key-name").Input("Nightly sync");
        Choose(page, "bot@example.com");
        page.Find("#api-key-expires").GetAttribute("value").Should().Be("365", "a year is the default");
        page.Find("#api-key-expires").Change("never");
        page.WaitForAssertion(() => page.Markup.Should().Contain("works until someone revokes it"));
        page.Find("#api-key-expires").Change("90");
        page.WaitForAssertion(() => page.Markup.Should().NotContain("works until someone revokes it"));

        Create(page);

        page.WaitForElement("#api-key-value");
        await using var db = Shop.OpenDatabase();
        var key = db.ApiKeys.Should().ContainSingle().Which;
        key.ExpiresAt.Should().Be(key.CreatedAt.AddDays(90));
    }

    [Fact]
    public async Task NewIntegrationUser_Inline_IsAddedAndTheKeyActsAsIt_R6()
    {
        await Shop.AddGroupAsync("weak", Permissions.Orders.View);
        await Shop.AddGroupAsync("strong", Permissions.Products.Delete);
        var page = await OpenAddAsync([.. KeyManager, Permissions.Users.Create]);
        page.Find("#api-key-name").Input("Zapier production");
        page.Find("#new-integration-user").Click();
        page.FindAll("#user-group option").Select(o => o.GetAttribute("value")).Should().Equal("", "viewer-group", "weak");
        page.FindAll("#user-email, #user-last-name").Should().BeEmpty("a program needs a name alone");
        page.Find("#user-group").Change("weak");

        Create(page);
        page.ShouldSay("Enter an integration name.");
        page.Find("#user-first-name").Input("Zapier");
        Create(page);

        page.WaitForElement("#api-key-value");
        await using var db = Shop.OpenDatabase();
        var user = db.Users.Single(u => u.Email == "zapier@integration.invalid");
        user.Kind.Should().Be(UserKind.Integration);
        db.ApiKeys.Should().ContainSingle().Which.UserId.Should().Be(user.Id);
        (await Shop.AuditAsync()).Select(e => e.Action).Should().Equal(AuditActions.UserCreated, AuditActions.ApiKeyCreated);
    }

    [Fact]
    public async Task NewIntegrationUser_KeyRefusedAfterIt_IsNotAddedTwice()
    {
        await Shop.AddGroupAsync("weak", Permissions.Orders.View);
        await Shop.AddOwnerAsync();
        var page = await OpenAddAsync([.. KeyManager, Permissions.Users.Create]);
        page.Find("#api-key-name").Input("Zapier production");
        page.Find("#new-integration-user").Click();
        page.Find("#user-first-name").Input("Zapier");
        page.Find("#user-group").Change("weak");
        // May still add users, but no keys.
        await Shop.SetPermissionsAsync("viewer-group", Permissions.Users.Create, Permissions.Orders.View);

        Create(page);
        page.ShouldSay("This needs the permission api-keys.create");
        Create(page);

        page.ShouldSay("Choose the user this key acts as.");
        (await CountAsync()).Should().Be(0);
        await using var db = Shop.OpenDatabase();
        db.Users.Count(u => u.Email == "zapier@integration.invalid").Should().Be(1);
    }

    [Fact]
    public async Task NewIntegrationUser_WithoutPermissionToAddUsers_IsNotOffered()
    {
        var page = await OpenAddAsync();

        page.FindAll("#new-integration-user").Should().BeEmpty();
    }

    [Fact]
    public async Task ActsAs_LettersInTwoParts_OffersTheUser()
    {
        var owner = await Shop.AddOwnerAsync();
        await using (var acting = Shop.As(owner))
        {
            await Shop.AddGroupAsync("weak");
            (await acting.Users.CreateAsync(
                new() { Email = "a@example.com", FirstName = "Adri\u00E1n", GroupCode = "weak", Kind = UserKind.Integration }))
                .Error.Should().BeNull();
        }

        var page = await OpenAddAsync();
        page.Find("#api-key-user").Input("adria\u0301n");

        page.FindAll("[role=option]").Should().ContainSingle().Which.TextContent.Should().Contain("a@example.com");
    }

    [Fact]
    public async Task Name_ThatLooksLikeAnother_IsWarnedAboutAndStopsNobody()
    {
        var bot = await Shop.AddUserWithAsync("bot@example.com");
        await Shop.AddKeyAsync(bot, "Payroll");
        var page = await OpenAddAsync();

        page.Find("#api-key-name").Input("P\u0430yroll");
        Shop.Time.Advance(TimeSpan.FromSeconds(1));
        page.ShouldSay("This looks the same as “Payroll”");
        page.Find("#api-key-name").Input("Invoices");

        page.WaitForAssertion(() => page.Markup.Should().NotContain("looks the same"));
    }

    private static void Create(IRenderedComponent<Routes> page) => page.Find("#add-api-key-form").Submit();

    private static IReadOnlyList<KeyHolderCandidate> Offered(IRenderedComponent<Routes> page) =>
        page.FindComponent<KeyHolderField>().Instance.Candidates;

    private static void Choose(IRenderedComponent<Routes> page, string email)
    {
        page.Find("#api-key-user").Input(email);
        page.FindAll("[role=option]").Should().ContainSingle();
        page.Find("[role=option]").Click();
    }

    private async Task<IRenderedComponent<Routes>> OpenAddAsync(string[]? permissions = null)
    {
        var page = await OpenWithAsync(Keys, permissions ?? KeyManager);
        page.WaitForElement("#add-api-key").Click();
        page.WaitForElement("#add-api-key-form");
        return page;
    }

    private async Task<int> CountAsync()
    {
        await using var db = Shop.OpenDatabase();
        return db.ApiKeys.Count();
    }
}
