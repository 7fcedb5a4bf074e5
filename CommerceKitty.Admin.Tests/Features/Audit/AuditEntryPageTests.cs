using Bunit;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Audit;

public sealed class AuditEntryPageTests : PageContext
{
    [Fact]
    public async Task Open_ChangeByKey_ShowsBothSidesAndLeadsToEverything_R15()
    {
        var id = await AddAsync(new AuditEntry
        {
            At = new DateTime(2026, 11, 23, 8, 30, 0, DateTimeKind.Utc),
            ActorKind = ActorKind.ApiKey,
            ActorUserId = 41,
            ActorApiKeyId = 12,
            ActorApiKey = "Zapier production",
            Actor = "Olivia Okafor",
            Address = "203.0.113.7",
            Action = AuditActions.UserEdited,
            TargetType = "users",
            TargetId = 7,
            Target = "Pia <b>Post</b>",
            Before = """{"email":"pia@example.com","firstName":"Pia"}""",
            After = """{"email":"pia@example.com","firstName":"Pina"}""",
        });

        var page = await OpenWithAsync($"/configuration/audit-log/{id}", [.. PermissionCatalogue.All.Select(p => p.Name)]);

        page.ShouldSay("Edited a user");
        page.WaitForAssertion(() => page.FindAll(".ck-audit-fields tbody tr").Should().HaveCount(2));
        var changed = page.FindAll(".ck-audit-fields tr.ck-changed").Should().ContainSingle().Subject;
        changed.QuerySelector("del")!.TextContent.Should().Be("Pia");
        changed.QuerySelector("ins")!.TextContent.Should().Be("Pina");
        page.FindAll("main b").Should().BeEmpty("text is data");
        var links = page.FindAll("main a").Select(a => a.GetAttribute("href")).ToList();
        links.Should().Contain("/configuration/users/41").And.Contain("/configuration/users/7").And.Contain("/configuration/api-keys/12");
        links.Should().Contain("/configuration/audit-log?target=users&thing=7")
            .And.Contain("/configuration/audit-log?user=41&side=did")
            .And.Contain("/configuration/audit-log?key=12")
            .And.Contain("/configuration/audit-log?address=203.0.113.7");
    }

    [Fact]
    public async Task Open_WithOnlyThisPermission_LinksToNothingElse()
    {
        var id = await AddAsync(Entry());

        var page = await OpenWithAsync($"/configuration/audit-log/{id}", Permissions.AuditLog.View);

        page.ShouldSay("This action has no fields.");
        page.FindAll(".ck-columns a").Should().BeEmpty();
    }

    [Fact]
    public async Task Open_NoSuchEntry_SaysSo() =>
        (await OpenWithAsync("/configuration/audit-log/999", Permissions.AuditLog.View)).ShouldSay("Audit log entry not found");

    [Fact]
    public async Task Open_WithoutPermission_IsNotAllowed() =>
        (await OpenWithAsync($"/configuration/audit-log/{await AddAsync(Entry())}", Permissions.AuditLog.ViewAll))
            .ShouldSay("You don't have access to this page");

    private async Task<long> AddAsync(AuditEntry entry)
    {
        await Shop.AddAsync(entry);
        return entry.Id;
    }

    private static AuditEntry Entry() => new()
    {
        At = new DateTime(2026, 11, 23, 8, 30, 0, DateTimeKind.Utc),
        ActorKind = ActorKind.Person,
        ActorUserId = 41,
        Actor = "Olivia",
        Action = AuditActions.UserSignedOut,
        TargetType = "users",
        TargetId = 41,
        Target = "Olivia",
    };
}
