using System.Net;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Calls;
using CommerceKitty.Admin.Features.Refusals;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Browser;

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
                db.ApiKeyUsages.AddRange(UsageOf(id, app.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime));
                await db.SaveChangesAsync();
                using var client = app.Client(value);
                (await client.GetAsync("/api/v1/me")).EnsureSuccessStatusCode();
            }

            await using var acting = new Acting(app.Services, current => current.ActAs(Actor.CommandLine("tester")));
            if (!enabled)
                await acting.ApiKeys.DisableAsync(id);
            if (revoked)
                await acting.ApiKeys.RevokeAsync(id);
            if (enabled && !revoked)
                continue;
            using var refused = app.Client(value);
            (await refused.GetAsync("/api/v1/orders")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        }

        var refusals = app.Services.GetRequiredService<RefusalRecorder>();
        for (var i = 0; i < 1_300; i++)
        {
            refusals.Refused(null, RefusalReason.Unknown, null, new DefaultHttpContext
            {
                Connection = { RemoteIpAddress = new IPAddress([198, 51, (byte)(i / 256), (byte)i]) },
                TraceIdentifier = $"flood-{i}",
            });
        }

        await refusals.FlushAsync();
        await app.Services.GetRequiredService<CallRecorder>().FlushAsync();
        await app.Services.GetRequiredService<ApiKeyUseRecorder>().FlushAsync();
    }

    /// <summary>A nightly sync and some calls by day, of 90 days up to yesterday.</summary>
    private static IEnumerable<ApiKeyUsage> UsageOf(int id, DateTime now)
    {
        for (var day = 1; day <= 90; day++)
        {
            var midnight = now.Date.AddDays(-day);
            yield return Usage(midnight.AddHours(2), Permissions.Inventory.Edit, KeyUseResult.Accepted, 80 + day * id * 7 % 50);
            yield return Usage(midnight.AddHours(14), Permissions.Orders.ViewAll, KeyUseResult.Accepted, 20 + day * 11 % 30);
            if (day % 9 == 0)
                yield return Usage(midnight.AddHours(14), Permissions.Orders.Edit, KeyUseResult.Forbidden, 12);
        }

        ApiKeyUsage Usage(DateTime hour, string permission, KeyUseResult result, long count) => new()
        {
            ApiKeyId = id,
            Hour = hour,
            Permission = permission,
            Result = result,
            Node = Guid.Empty,
            Count = count,
        };
    }
}
