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
using CommerceKitty.Admin.Tests.Builders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>Puts keys in every state into the demo shop, so that pictures show a list and not an empty one.</summary>
public static class ShopWithKeys
{
    private static readonly (string Name, string Mailbox, bool Used, bool Enabled, bool Revoked)[] Keys =
    [
        ("Nightly inventory sync script", "integration", true, true, false),
        ("Zapier production", "zapier", true, true, false),
        ("Zapier staging", "zapier", false, false, false),
        ("Amazon order import", "integration", true, true, false),
        ("مزامنة المخزون", "integration", false, true, false),
        ("Old reporting job", "viewer", false, true, true),
    ];

    /// <summary>Adds them unless they are there.</summary>
    public static async Task EnsureAsync(AppHost app)
    {
        await using var db = app.OpenDatabase();
        if (await db.ApiKeys.AnyAsync(k => k.Name == Keys[0].Name))
            return;
        foreach (var (name, mailbox, used, enabled, revoked) in Keys)
        {
            var user = await db.Users.SingleAsync(u => u.Email == mailbox + "@commercekitty.example");
            var (id, value) = await app.Services.AddKeyAsync(user, name, expiresInDays: name == "Zapier production" ? 90 : null);
            if (used)
            {
                using var client = app.Client(value);
                (await client.GetAsync("/api/v1/me")).EnsureSuccessStatusCode();
            }

            await using var acting = new Acting(app.Services, current => current.ActAs(Admin.Security.Actor.CommandLine("tester")));
            if (!enabled)
                await acting.ApiKeys.DisableAsync(id);
            if (revoked)
                await acting.ApiKeys.RevokeAsync(id);
        }

        await app.Services.GetRequiredService<ApiKeyUseRecorder>().FlushAsync();
    }
}
