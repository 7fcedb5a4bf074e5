using System.Reflection;
using Bunit;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Audit;

public sealed class AuditLogPageTests : PageContext
{
    [Fact]
    public async Task Open_ListsEntriesNewestFirstAsText()
    {
        await Shop.AddAsync(
            Entry(AuditActions.ApiKeyRevoked, 1, "Zapier", "api-keys"),
            Entry(AuditActions.OrderEdited, 2, "CK-1", "orders", before: """{"customerName":"Anna"}""", after: """{"customerName":"Bob"}""")
        );

        var page = await OpenWithAsync("/configuration/audit-log", Permissions.AuditLog.ViewAll);

        page.Rows().Should().BeEquivalentTo(
            (string[][])
            [
                ["58 min ago", "Olivia", "Edited an order Details Customer name Anna → Bob", "CK-1", "203.0.113.7"],
                ["59 min ago", "Olivia", "Revoked an API key", "Zapier", "203.0.113.7"],
            ],
            o => o.WithStrictOrdering());
        page.FindAll(".ck-table a[href^='/orders'], .ck-table a[href^='/configuration/audit-log/']")
            .Should().BeEmpty("neither is this user's to open");
    }

    [Fact]
    public async Task Open_ChangeByKey_NamesUserAndKey()
    {
        var (id, _) = await Shop.Services.AddKeyAsync(await Shop.AddOwnerAsync(), "Nightly sync");
        await Shop.AddAsync(Entry(AuditActions.OrderEdited, 30, "CK-1", "orders", kind: ActorKind.ApiKey, keyId: id));

        var page = await OpenWithAsync("/configuration/audit-log?target=orders", Permissions.AuditLog.ViewAll, Permissions.Orders.View);

        page.Column(1).Should().Equal("Olivia via key Nightly sync");
        page.WaitForElement(".ck-table a[href^='/orders']").GetAttribute("href").Should().Be("/orders/7");
    }

    [Fact]
    public async Task Open_TextWithMarkup_IsText()
    {
        const string markup = "<img src=x onerror=alert(1)>";
        await Shop.AddAsync(Entry(AuditActions.ApiKeyRenamed, 1, markup, "api-keys", after: $$"""{"name":"{{markup}}"}"""));

        var page = await OpenWithAsync("/configuration/audit-log", Permissions.AuditLog.ViewAll);

        page.Column(3).Should().Equal(markup);
        page.Column(2).Should().Equal($"Renamed an API key Details Name {markup}");
        page.FindAll("main img").Should().BeEmpty();
    }

    [Fact]
    public async Task Filters_KeyActionAndDays_ListWhatTheySay()
    {
        var (id, _) = await Shop.Services.AddKeyAsync(await Shop.AddOwnerAsync(), "Nightly sync");
        await Shop.AddAsync(
            Entry(AuditActions.OrderShipped, 1, "CK-1", "orders", kind: ActorKind.ApiKey, keyId: id),
            Entry(AuditActions.OrderShipped, 2, "CK-2", "orders"),
            Entry(AuditActions.UserSignedIn, 3, "Olivia", "users"));
        var page = await OpenWithAsync("/configuration/audit-log", Permissions.AuditLog.ViewAll);
        page.Rows();

        page.Choice("Action").Change(AuditActions.OrderShipped);
        page.WaitForAssertion(() => page.Column(3).Should().BeEquivalentTo("CK-1", "CK-2"));
        page.ShouldSay("Action: Shipped an order or a part of it");
        page.Find(".ck-table a[href*='key=']").GetAttribute("href").Should().Be($"/configuration/audit-log?key={id}");
        Navigation.NavigateTo($"/configuration/audit-log?key={id}&when=2020-01-01..");
        page.WaitForAssertion(() => page.Column(3).Should().Equal("CK-1"));
        page.ShouldSay("Via key: Nightly sync");
        page.Find(".ck-export").GetAttribute("href").Should().Be($"/configuration/audit-log/export?key={id}&when=2020-01-01..");
        Navigation.NavigateTo("/configuration/audit-log?when=..2020-01-01");
        page.ShouldSay("No matching entries");
    }

    [Fact]
    public async Task Filters_ActorTargetAndAddress_AreInTheUrlAndTheFiles()
    {
        await Shop.AddAsync(
            Entry(AuditActions.UserSignedIn, 1, "Olivia", "users"),
            Entry(AuditActions.ProductEdited, 2, "MUG", "products"),
            Entry(AuditActions.UserSignedIn, 3, "Robot", "users", kind: ActorKind.System));
        var page = await OpenWithAsync("/configuration/audit-log", Permissions.AuditLog.ViewAll, Permissions.AuditLog.View);
        page.Rows();

        page.Choice("Actor").Change("system");
        page.WaitForAssertion(() => page.Column(3).Should().Equal("Robot"));
        Address.Should().Be("/configuration/audit-log?actor=system");
        page.ShouldSay("Actor: System");
        page.FindAll(".ck-list-bar .ck-export").Select(a => a.GetAttribute("href")).Should().Equal(
            "/configuration/audit-log/export?actor=system", "/configuration/audit-log/export-events?actor=system");
        Navigation.NavigateTo("/configuration/audit-log?target=users&thing=7&address=203.0.113.7");
        page.WaitForAssertion(() => page.Column(3).Should().Equal("Robot", "Olivia"));
        page.ShouldSay("Address: 203.0.113.7");
        page.ShouldSay("Only: Robot");
        page.Choice("Target").Change("products");
        page.WaitForAssertion(() => page.Column(3).Should().Equal("MUG"));
        Address.Should().Be("/configuration/audit-log?target=products&address=203.0.113.7", "another kind of thing has other ids");
        page.FindAll(".ck-table a[href^='/configuration/audit-log/']").Should().ContainSingle();
        Navigation.NavigateTo("/configuration/audit-log?actor=martian&thing=x&address=nowhere");
        page.WaitForAssertion(() => page.Column(3).Should().HaveCount(3, "what does not exist filters nothing"));
    }

    [Fact]
    public async Task Open_MoreThanAPage_PagesThroughAll()
    {
        await Shop.AddAsync(Enumerable.Range(1, 40).Select(i => (object)Entry(AuditActions.UserSignedIn, i, $"User {i}", "users")));
        var page = await OpenWithAsync("/configuration/audit-log", Permissions.AuditLog.ViewAll);
        page.Column(3).Should().HaveCount(25).And.StartWith("User 40");

        page.Button("Next page").Click();

        page.WaitForAssertion(() => page.Column(3).Should().HaveCount(15).And.EndWith("User 1"));
        Address.Should().Be("/configuration/audit-log?page=2");
        page.ShouldSay("26–40 of 40");
    }

    [Fact]
    public async Task CheckIntegrity_EntryWrittenPastTheChain_SaysWhich()
    {
        var page = await OpenWithAsync("/configuration/audit-log", Permissions.AuditLog.ViewAll);
        page.Button("Check integrity").Click();
        page.ShouldSay("The audit log is empty.");
        var forged = Entry(AuditActions.UserSignedIn, 1, "Olivia", "users");
        await Shop.AddAsync(forged);

        page.Button("Check integrity").Click();

        page.ShouldSay($"The audit log was tampered with: entry {forged.Id} wasn't written by Commerce Kitty.");
    }

    [Fact]
    public async Task Open_NoEntries_SaysSo() =>
        (await OpenWithAsync("/configuration/audit-log", Permissions.AuditLog.ViewAll)).ShouldSay("No entries yet");

    [Fact]
    public async Task Open_WithoutPermission_IsNotAllowed() =>
        (await OpenWithAsync("/configuration/audit-log", Permissions.AuditLog.View)).ShouldSay("You don't have access to this page");

    [Fact]
    public void Sentence_OfEveryAction_IsInWords()
    {
        var actions = typeof(AuditActions)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(f => (string)f.GetValue(null)!)
            .ToList();

        actions.Should().NotBeEmpty();
        actions.Where(a => AuditPresentation.Sentence(a) == a).Should().BeEmpty("each action needs a sentence");
        AuditPresentation.Sentence("thing.of-another-version").Should().Be("thing.of-another-version");
    }

    [Fact]
    public void Changes_OfLists_SayWhatWasAddedAndRemoved() =>
        AuditPresentation.Changes("""{"permissions":["a","b"]}""", """{"permissions":["b","c","d"]}""")
            .Should().Equal(new AuditChange("Permissions removed", "a", null), new AuditChange("Permissions added", null, "c, d"));

    [Fact]
    public void Changes_OfValues_AreReadable() =>
        AuditPresentation.Changes("""{"enabled":true,"notes":null}""", """{"enabled":false,"notes":""}""")
            .Should().Equal(new AuditChange("Enabled", "yes", "no"), new AuditChange("Notes", "(none)", "(empty)"));

    private static AuditEntry Entry(
        string action, int minute, string target, string type, string? before = null, string? after = null,
        ActorKind kind = ActorKind.Person, int? keyId = null) => new()
        {
            At = new DateTime(2026, 11, 23, 8, minute, 0, DateTimeKind.Utc),
            ActorKind = kind,
            ActorApiKeyId = keyId,
            Actor = "Olivia",
            Address = "203.0.113.7",
            Action = action,
            TargetType = type,
            TargetId = 7,
            Target = target,
            Before = before,
            After = after,
        };
}
