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
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Startup;

/// <summary>Makes the database ready when the product starts.</summary>
public static class DatabasePreparation
{
    /// <summary>Makes the database ready for this version: schema, the standard groups and, where the settings ask for it, the
    /// demo shop.</summary>
    /// <exception cref="InvalidOperationException">The demo shop is asked for outside Development.</exception>
    public static async Task RunAsync(IServiceProvider services, CancellationToken ct = default)
    {
        await services.GetRequiredService<DatabaseMigrator>().MigrateAsync(ct);
        var demoShop = services.GetRequiredService<DemoShop>();
        if (demoShop.IsWanted)
            await demoShop.SeedAsync(ct);
        await services.GetRequiredService<UnitOfWork>().RunAsync<Done>(Actor.System, async work =>
        {
            // Only at the very first start: a group that people deleted stays deleted.
            if (!await work.Db.Roles.AnyAsync(ct))
                await StandardGroups.EnsureAsync(work, ct);
            return Done.Value;
        }, ct);
    }
}
