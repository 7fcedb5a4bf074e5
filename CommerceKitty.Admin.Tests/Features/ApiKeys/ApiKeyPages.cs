using Bunit;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

/// <summary>What the tests of the API keys page and its dialogs share.</summary>
public abstract class ApiKeyPages : PageContext
{
    protected const string Keys = "/configuration/api-keys";

    /// <summary>Everything that can be done to keys, and one permission that integrations of these tests have.</summary>
    protected static readonly string[] KeyManager =
    [
        Permissions.ApiKeys.ViewAll,
        Permissions.ApiKeys.View,
        Permissions.ApiKeys.Create,
        Permissions.ApiKeys.Edit,
        Permissions.ApiKeys.Delete,
        Permissions.Orders.View,
    ];

    /// <summary>An integration user that may view orders.</summary>
    protected async Task<User> AddIntegrationAsync(string email = "bot@example.com", params string[] permissions)
    {
        var code = email.Split('@')[0] + "-group";
        await Shop.AddGroupAsync(code, permissions.Length == 0 ? [Permissions.Orders.View] : permissions);
        return await Shop.AddUserAsync(email, code, UserKind.Integration);
    }

    /// <summary>A key of an integration, opened in the list by someone who may do everything to keys.</summary>
    protected async Task<(IRenderedComponent<Routes> Page, int Key)> OpenKeyAsync(TimeSpan? usedAgo = null, string name = "Nightly sync")
    {
        var (id, _) = await Shop.Services.AddKeyAsync(await AddIntegrationAsync(), name);
        if (usedAgo is { } ago)
        {
            var at = Shop.Time.GetUtcNow().UtcDateTime - ago;
            await Shop.AddAsync(new ApiKeyLastUse { ApiKeyId = id, At = at, Address = "198.51.100.7", UserAgent = "curl" });
        }

        var page = await OpenWithAsync(Keys, KeyManager);
        page.Rows().Should().ContainSingle();
        return (page, id);
    }

    /// <summary>Chooses from the menu of the only key.</summary>
    protected void ChooseFromMenu(IRenderedComponent<Routes> page, string item)
    {
        page.Find(".ck-cell-menu button").Click();
        page.WaitForElement(".mud-menu-item");
        page.FindAll(".mud-menu-item").Single(i => i.TextContent.Trim() == item).Click();
        Shop.Time.Advance(TimeSpan.FromMilliseconds(150));
        page.WaitForElement(".mud-dialog");
    }

    protected async Task<ApiKey> StoredAsync(int id)
    {
        await using var db = Shop.OpenDatabase();
        return (await db.ApiKeys.FindAsync(id))!;
    }
}
