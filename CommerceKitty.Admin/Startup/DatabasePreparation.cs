using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Security;
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
        if (services.GetRequiredService<DemoSettings>().IsWanted)
            await services.GetRequiredService<DemoShop>().SeedAsync(ct);
        await services.GetRequiredService<UnitOfWork>().RunAsync<Done>(Actor.System, async work =>
        {
            // Only at the very first start: a group that people deleted stays deleted.
            if (!await work.Db.Roles.AnyAsync(ct))
                await StandardGroups.EnsureAsync(work, ct);
            await StandardGroups.GrantSettingsAsync(work, ct);
            return Done.Value;
        }, ct);
    }
}
