using CommerceKitty.Admin.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Data;

/// <summary>Brings the database to this version's schema. Processes may start together: one migrates, the others wait for it.</summary>
public sealed partial class DatabaseMigrator(IDbContextFactory<CommerceKittyDbContext> databases, ILogger<DatabaseMigrator> logger)
{
    /// <summary>True when no migration is missing, and what a migration cannot do in SQL is done.</summary>
    /// <exception cref="DatabaseIsNewerException">The database has migrations that this version does not know.</exception>
    public async Task<bool> IsUpToDateAsync(CancellationToken ct = default)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var known = db.Database.GetMigrations().ToList();
        var applied = (await db.Database.GetAppliedMigrationsAsync(ct)).ToList();
        if (applied.Except(known).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } unknown)
            throw new DatabaseIsNewerException(unknown);
        return !known.Except(applied).Any() && await AuditChain.IsCompleteAsync(db, ct);
    }

    /// <summary>True while another program writes or migrates, so that a command would have to wait.</summary>
    public async Task<bool> IsBusyAsync(CancellationToken ct = default)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.IsBusyAsync(ct);
    }

    /// <summary>Applies what is missing.</summary>
    /// <exception cref="DatabaseIsNewerException">The database has migrations that this version does not know. Nothing is
    /// changed.</exception>
    /// <returns>The names of the migrations that this call applied; empty when the schema was up to date.</returns>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken ct = default)
    {
        if (await IsUpToDateAsync(ct))
            return [];
        await using var db = await databases.CreateDbContextAsync(ct);
        db.Database.SetCommandTimeout(CommerceKittyDbContext.MigrationPatience);
        await using var migrating = await db.LockForMigrationAsync(ct);
        var pending = (await db.Database.GetPendingMigrationsAsync(ct)).ToList();
        if (pending.Count > 0)
        {
            await db.Database.MigrateAsync(ct);
            LogMigrated(pending.Count);
        }

        await AuditChain.UpgradeAsync(db, ct);

        return pending;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Database schema brought up to date: {Count} migrations applied")]
    private partial void LogMigrated(int count);
}
