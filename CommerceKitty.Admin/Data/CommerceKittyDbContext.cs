using System.Data.Common;
using CommerceKitty.Admin.Entities;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CommerceKitty.Admin.Data;

/// <summary>The one database. Each provider has a subclass with its own migrations; nothing else differs.</summary>
public abstract class CommerceKittyDbContext(DbContextOptions options)
    : IdentityDbContext<User, UserGroup, int>(options), IDataProtectionKeyContext
{
    /// <summary>Marks a unique index that holds only for rows whose (boolean) column is true; each provider writes its own
    /// filter.</summary>
    internal const string OnlyWhereTrue = "CommerceKitty:OnlyWhereTrue";

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<ApiKeyLastUse> ApiKeyLastUses => Set<ApiKeyLastUse>();

    public DbSet<ApiKeyUsage> ApiKeyUsages => Set<ApiKeyUsage>();

    public DbSet<ApiKeyAddress> ApiKeyAddresses => Set<ApiKeyAddress>();

    public DbSet<ApiKeyEndedValue> ApiKeyEndedValues => Set<ApiKeyEndedValue>();

    public DbSet<ApiKeyValueUse> ApiKeyValueUses => Set<ApiKeyValueUse>();

    public DbSet<ApiKeyCall> ApiKeyCalls => Set<ApiKeyCall>();

    public DbSet<ApiKeyFindingAcceptance> ApiKeyFindingAcceptances => Set<ApiKeyFindingAcceptance>();

    public DbSet<Notice> Notices => Set<Notice>();

    public DbSet<NoticeRecipient> NoticeRecipients => Set<NoticeRecipient>();

    public DbSet<NoticeMail> NoticeMails => Set<NoticeMail>();

    public DbSet<AccountSettings> AccountSettings => Set<AccountSettings>();

    public DbSet<Refusal> Refusals => Set<Refusal>();

    public DbSet<UserLink> UserLinks => Set<UserLink>();

    public DbSet<UserSession> UserSessions => Set<UserSession>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<OrderReservation> OrderReservations => Set<OrderReservation>();

    public DbSet<Product> Products => Set<Product>();

    public DbSet<InventorySource> InventorySources => Set<InventorySource>();

    public DbSet<StockItem> StockItems => Set<StockItem>();

    public DbSet<StockMovement> StockMovements => Set<StockMovement>();

    public DbSet<IdempotentRequest> IdempotentRequests => Set<IdempotentRequest>();

    /// <summary>The ring that protects cookies; in the database so that any node reads any cookie.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>The transaction of a <see cref="UnitOfWork"/> that this context belongs to; null outside one.</summary>
    internal Work? Work { get; set; }

    /// <summary>How long one step of a migration, or the wait for another process's migration, may take.</summary>
    internal static TimeSpan MigrationPatience { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Makes sure that there is a database, waits until no other process migrates it, and keeps others waiting until the answer
    /// is disposed. The holder may die at any moment without leaving the database locked. A provider without a lock of its own trusts
    /// EF Core's, as SQL Server's does.</summary>
    public virtual async Task<IAsyncDisposable> LockForMigrationAsync(CancellationToken ct)
    {
        await EnsureDatabaseAsync(ct);
        return new NoLock();
    }

    /// <summary>Makes an empty database where there is none.</summary>
    protected async Task EnsureDatabaseAsync(CancellationToken ct)
    {
        var creator = this.GetService<IRelationalDatabaseCreator>();
        if (await creator.ExistsAsync(ct))
            return;
        try
        {
            await creator.CreateAsync(ct);
        }
        catch (DbException)
        {
            // Another process may have made it a moment ago.
            if (!await creator.ExistsAsync(ct))
                throw;
        }
    }

    /// <summary>True while another program writes or migrates, where that keeps every other one from writing.</summary>
    internal virtual Task<bool> IsBusyAsync(CancellationToken ct) => Task.FromResult(false);

    /// <summary>True when a transaction of this provider excludes every other one from its beginning, as SQLite's do.</summary>
    internal virtual bool TransactionsAreSerial => false;

    /// <summary>The provider's SQL that reads one value and keeps the row from being changed until the transaction ends, while others
    /// may read it and lock it in the same way.</summary>
    internal abstract string SelectForShare(string column, string table, string condition);

    /// <summary>The provider's SQL that reads a row's values and keeps everyone else from locking or changing the row until the
    /// transaction ends. Names have the standard's quotes.</summary>
    internal abstract string SelectForUpdate(string columns, string table, string condition);

    /// <summary>The provider's SQL for "this boolean column is true".</summary>
    protected abstract string WhereTrue(string column);

    /// <inheritdoc/>
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        RefuseChangedAuditEntries();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">An audit entry was changed.</exception>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        RefuseChangedAuditEntries();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(CommerceKittyDbContext).Assembly);
        foreach (
            var index in builder
                .Model.GetEntityTypes()
                .SelectMany(e => e.GetIndexes())
                .Where(i => i.FindAnnotation(ModelAnnotations.OnlyWhereTrue) is not null))
        {
            index.SetFilter(WhereTrue(index.Properties[0].Name));
            index.RemoveAnnotation(ModelAnnotations.OnlyWhereTrue);
        }
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        ConfigureMoney(configurationBuilder.Properties<decimal>());
    }

    /// <summary>Money and other decimals: 19 digits, 4 after the point.</summary>
    protected virtual void ConfigureMoney(PropertiesConfigurationBuilder<decimal> decimals) =>
        decimals.HavePrecision(19, 4).HaveConversion<WithoutTrailingZeros>();

    /// <summary>R8: the audit trail only grows. An entry of an older version is given its place in the chain.</summary>
    private void RefuseChangedAuditEntries()
    {
        if (ChangeTracker.Entries<AuditEntry>().Any(e => e.State == EntityState.Deleted || (e.State == EntityState.Modified
            && (e.Property(a => a.Number).OriginalValue is not null
                || e.Properties.Any(p => p.IsModified && p.Metadata.Name is not (nameof(AuditEntry.Number) or nameof(AuditEntry.Hash)))))))
            throw new InvalidOperationException("Audit entries are never changed or deleted.");
    }

    private sealed class NoLock : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>A column of 4 decimals gives 5.0000 for 5: equal, but answered and audited in another spelling than on SQLite.</summary>
    private sealed class WithoutTrailingZeros() : ValueConverter<decimal, decimal>(
        amount => amount,
        stored => stored / 1.0000000000000000000000000000m);

    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        time => time.Kind == DateTimeKind.Utc ? time : NotUtc(time),
        stored => DateTime.SpecifyKind(stored, DateTimeKind.Utc))
    {
        private static DateTime NotUtc(DateTime time) =>
            throw new InvalidOperationException($"Only UTC times are stored; got one of kind {time.Kind}.");
    }
}
