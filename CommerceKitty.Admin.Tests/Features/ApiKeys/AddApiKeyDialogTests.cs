using Bunit;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using MudBlazor;

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

        var offered = await OfferedAsync(page);

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

        await ChooseAsync(page, "bot@example.com");

        page.Find(".ck-permissions").Words().Should().Be("Orders View API keys Edit");
        page.ShouldSay("bot Test is an administrator.");
        page.ShouldSay("From the group bot-group.");
    }

    [Theory]
    [InlineData("", "Name is missing")]
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
        await ChooseAsync(page, "bot@example.com");
        await Shop.SetEnabledAsync(bot, enabled: false);

        Create(page);

        page.ShouldSay("bot Test is disabled. Choose another user, or enable this one first.");
        page.Find("#api-key-name").GetAttribute("value").Should().Be("Nightly sync");
        (await CountAsync()).Should().Be(0);
        (await OfferedAsync(page)).Select(c => c.Access.Email).Should().NotContain("bot@example.com");
    }

    [Fact]
    public async Task Create_PermissionTakenAwayMeanwhile_SaysSoAndKeepsTheInput_R3()
    {
        await AddIntegrationAsync();
        var page = await OpenAddAsync();
        page.Find("#api-key-name").Input("Nightly sync");
        await ChooseAsync(page, "bot@example.com");
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
        await ChooseAsync(page, "bot@example.com");

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
        await ChooseAsync(page, "bot@example.com");
        page.Markup.Should().Contain("works until someone revokes it");
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
        page.Find("#user-email").Input("not an email");
        page.Find("#user-group").Change("weak");

        Create(page);
        page.ShouldSay("Email is not an address.");
        page.ShouldSay("First name is missing.");
        page.Find("#user-email").Input("zapier@example.com");
        page.Find("#user-first-name").Input("Zapier");
        Create(page);

        page.WaitForElement("#api-key-value");
        await using var db = Shop.OpenDatabase();
        var user = db.Users.Single(u => u.Email == "zapier@example.com");
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
        page.Find("#user-email").Input("zapier@example.com");
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
        db.Users.Count(u => u.Email == "zapier@example.com").Should().Be(1);
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
        var offered = await Field(page).Instance.SearchFunc!("adria\u0301n", CancellationToken.None)!;

        offered.Select(c => c.Access.Email).Should().Equal("a@example.com");
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

    private static IRenderedComponent<MudAutocomplete<KeyHolderCandidate>> Field(IRenderedComponent<Routes> page) =>
        page.FindComponent<MudAutocomplete<KeyHolderCandidate>>();

    private static async Task<List<KeyHolderCandidate>> OfferedAsync(IRenderedComponent<Routes> page) =>
        [.. await Field(page).Instance.SearchFunc!(string.Empty, CancellationToken.None)!];

    private static async Task ChooseAsync(IRenderedComponent<Routes> page, string email)
    {
        var candidate = (await OfferedAsync(page)).Single(c => c.Access.Email == email);
        await page.InvokeAsync(() => Field(page).Instance.SelectOptionAsync(candidate));
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
