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
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Administration;
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
using System.Data.Common;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
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

    public DbSet<AccessVersion> AccessVersions => Set<AccessVersion>();

    public DbSet<AccessChange> AccessChanges => Set<AccessChange>();

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

    /// <summary>What the transaction that this context belongs to changes about access; null outside a <see cref="UnitOfWork"/>, where
    /// nothing of that kind can be saved.</summary>
    internal AccessOfTransaction? Access { get; set; }

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

    /// <summary>The provider's SQL for "this boolean column is true".</summary>
    protected abstract string WhereTrue(string column);

    /// <inheritdoc/>
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        // Ours is all asynchronous; the framework's own storage of its key ring is not.
        RefuseChangedAuditEntries();
        if (ChangeTracker.Entries().Any(e => e.Entity is ApiKey or User or UserGroup or IdentityUserRole<int> or IdentityRoleClaim<int>
            && e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted))
        {
            throw new InvalidOperationException("Keys, users and groups are saved asynchronously, within a UnitOfWork.");
        }

        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">An audit entry was changed, or access outside a <see cref="UnitOfWork"/>.</exception>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        RefuseChangedAuditEntries();
        if (await AccessVersioning.FindAsync(this, cancellationToken) is not { } changes)
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        if (Access is not { } access)
            throw new InvalidOperationException(
                "Keys, users and groups are changed within a UnitOfWork, which makes every node know (R12).");
        // First the version: its row stays locked, so whoever else changes access waits here and not among the rows that follow.
        var version = access.Version ??= await AccessVersioning.RaiseAsync(this, cancellationToken);
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        AccessChanges.AddRange(changes.Subjects().Where(access.Logged.Add)
            .Select(c => new AccessChange { Version = version, Subject = c.Subject, SubjectId = c.Id }));
        access.TakesAway |= changes.TakesAway;
        return saved + await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
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
                .Where(i => i.FindAnnotation(OnlyWhereTrue) is not null))
        {
            index.SetFilter(WhereTrue(index.Properties[0].Name));
            index.RemoveAnnotation(OnlyWhereTrue);
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

    /// <summary>R8: the audit trail only grows.</summary>
    private void RefuseChangedAuditEntries()
    {
        if (ChangeTracker.Entries<AuditEntry>().Any(e => e.State is EntityState.Modified or EntityState.Deleted))
            throw new InvalidOperationException("Audit entries are never changed or deleted.");
    }

    /// <summary>What one transaction has changed about access so far.</summary>
    internal sealed class AccessOfTransaction
    {
        /// <summary>The version its commit makes; null while it has changed nothing.</summary>
        public long? Version { get; set; }

        /// <summary>True when somebody may do less after it.</summary>
        public bool TakesAway { get; set; }

        /// <summary>What was written to the log already.</summary>
        public HashSet<(AccessSubject Subject, int Id)> Logged { get; } = [];
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
