using System.Globalization;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage;

namespace CommerceKitty.Admin.Access;

/// <summary>Finds and records changes of access. <see cref="AccessVersionInterceptor"/> calls it for every save, so that no code path
/// can forget. The only place that sends statements past the change tracker: the version is a counter that must be raised where it
/// stands.</summary>
internal static class AccessVersioning
{
    /// <summary>How many versions the log keeps. A node that was away for longer reads everything again.</summary>
    internal const int LogLength = 10_000;

    /// <summary>Seconds that a read of the version may take: far longer than it is good for.</summary>
    private const int ReadTimeout = 2;

    private static readonly string ReadVersion =
        string.Create(CultureInfo.InvariantCulture, $"SELECT \"Version\" FROM \"AccessVersions\" WHERE \"Id\" = {AccessVersion.RowId}");

    private static readonly string ShareCondition = string.Create(CultureInfo.InvariantCulture, $"\"Id\" = {AccessVersion.RowId}");

    private static readonly string[] UserFields =
        [nameof(User.Enabled), nameof(User.IsOwner), nameof(User.Email), nameof(User.FirstName), nameof(User.LastName)];

    /// <summary>What the tracked changes do to anybody's access; null when nothing. A session that ends or a security stamp that is
    /// renewed is a change without subjects: a change that its person has begun must not commit (R12).</summary>
    public static async Task<AccessChangeSet?> FindAsync(CommerceKittyDbContext db, CancellationToken ct)
    {
        AccessChangeSet? found = null;
        foreach (
            var entry in db
                .ChangeTracker.Entries()
                .Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
                .ToList())
        {
            var isNew = entry.State == EntityState.Added;
            switch (entry.Entity)
            {
                case ApiKey key when isNew || entry.State == EntityState.Deleted || ChangesAccess(entry):
                    Add(AccessSubject.ApiKey, () => key.Id, takesAway: !isNew && !IsOnlyEnabled(entry));
                    break;
                case User user when !isNew:
                    // Identity marks every column of a user as changed, whatever changed: only the stored row tells.
                    var stored = entry.State == EntityState.Deleted
                        || entry.Property(nameof(User.SecurityStamp)).IsModified || UserFields.Any(f => entry.Property(f).IsModified)
                        ? await entry.GetDatabaseValuesAsync(ct)
                        : null;
                    if (stored is not null && !Equals(stored[nameof(User.SecurityStamp)], entry.CurrentValues[nameof(User.SecurityStamp)]))
                        found ??= new();
                    if (
                        stored is not null
                        && (entry.State == EntityState.Deleted || UserFields.Any(f => !Equals(stored[f], entry.CurrentValues[f]))))
                    {
                        Add(AccessSubject.User, () => user.Id, takesAway: entry.State == EntityState.Deleted
                            || (stored.GetValue<bool>(nameof(User.Enabled)) && !user.Enabled)
                            || (stored.GetValue<bool>(nameof(User.IsOwner)) && !user.IsOwner));
                    }

                    break;
                // Nodes remember no session, so there is nothing to log; the version alone makes a change in progress look again.
                case UserSession when entry.State == EntityState.Modified && entry.Property(nameof(UserSession.EndedAt)).IsModified:
                    found ??= new();
                    break;
                case UserGroup group when !isNew:
                    Add(AccessSubject.UserGroup, () => group.Id, takesAway: entry.State == EntityState.Deleted);
                    break;
                case IdentityUserRole<int> membership:
                    Add(AccessSubject.User, () => membership.UserId, takesAway: !isNew);
                    break;
                case IdentityRoleClaim<int> permission:
                    Add(AccessSubject.UserGroup, () => permission.RoleId, takesAway: !isNew);
                    break;
                default:
                    break;
            }
        }

        return found;

        void Add(AccessSubject subject, Func<int> id, bool takesAway) => (found ??= new()).Add(subject, id, takesAway);
    }

    /// <summary>Raises the version within the caller's transaction and keeps its row locked until that ends.</summary>
    /// <returns>The version that the transaction's commit will make.</returns>
    public static async Task<long> RaiseAsync(CommerceKittyDbContext db, CancellationToken ct)
    {
        var row = db.Set<AccessVersion>().Where(v => v.Id == AccessVersion.RowId);
        if (await row.ExecuteUpdateAsync(set => set.SetProperty(v => v.Version, v => v.Version + 1), ct) != 1)
            throw new InvalidOperationException("The table AccessVersions has lost its row; without it no change of access is safe.");
        var version = await row.Select(v => v.Version).SingleAsync(ct);
        if (version % LogLength == 0)
            await PruneAsync(db, version - LogLength, ct);
        return version;
    }

    /// <summary>The version now. By the bare connection: it is asked some ten times a second, and a database that does not answer must be
    /// known at once, without retries (R11).</summary>
    public static async Task<long> ReadAsync(CommerceKittyDbContext db)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(ReadTimeout));
        var ct = patience.Token;
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = ReadVersion;
        command.CommandTimeout = ReadTimeout;
        return await command.ExecuteScalarAsync(ct) is long version
            ? version
            : throw new InvalidOperationException("The table AccessVersions has lost its row; without it nobody can be authenticated.");
    }

    /// <summary>The version as this transaction sees it.</summary>
    public static Task<long> ReadWithinAsync(CommerceKittyDbContext db, CancellationToken ct) =>
        db.Set<AccessVersion>().Where(v => v.Id == AccessVersion.RowId).Select(v => v.Version).SingleAsync(ct);

    /// <summary>The version that was committed last, counted without what this transaction added to it. Until this transaction ends,
    /// no other one can raise it.</summary>
    public static async Task<long> LockWithinAsync(CommerceKittyDbContext db, CancellationToken ct)
    {
        if (db.Work?.State<AccessTransaction>().Version is { } raised)
            return raised - 1;
        if (db.TransactionsAreSerial)
            return await ReadWithinAsync(db, ct);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = db.SelectForShare("Version", "AccessVersions", ShareCondition);
        return await command.ExecuteScalarAsync(ct) is long version
            ? version
            : throw new InvalidOperationException("The table AccessVersions has lost its row; without it no change is safe.");
    }

    private static async Task PruneAsync(CommerceKittyDbContext db, long upTo, CancellationToken ct)
    {
        await db.Set<AccessVersion>()
            .Where(v => v.Id == AccessVersion.RowId)
            .ExecuteUpdateAsync(set => set.SetProperty(v => v.LogStart, upTo), ct);
        await db.Set<AccessChange>().Where(c => c.Version <= upTo).ExecuteDeleteAsync(ct);
    }

    private static bool ChangesAccess(EntityEntry key) => key.Properties.Any(p => p.IsModified && p.Metadata.Name
        is nameof(ApiKey.Enabled) or nameof(ApiKey.RevokedAt) or nameof(ApiKey.ExpiresAt) or nameof(ApiKey.UserId) or nameof(ApiKey.Hash)
            or nameof(ApiKey.PreviousHash) or nameof(ApiKey.PreviousUntil) or nameof(ApiKey.RequestsPerMinute)
            or nameof(ApiKey.PausedUntil) or nameof(ApiKey.AllowedNetworks) or nameof(ApiKey.EndedAt));

    private static bool IsOnlyEnabled(EntityEntry key) =>
        key.State == EntityState.Modified && key.Entity is ApiKey { Enabled: true }
        && key.Properties.All(p => !p.IsModified || p.Metadata.Name is nameof(ApiKey.Enabled) or nameof(ApiKey.PausedUntil)
            or nameof(ApiKey.Version));
}
