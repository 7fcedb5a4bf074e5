using CommerceKitty.Admin.Entities;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Data.Providers.SqlServer;

/// <summary>The main production database.</summary>
public sealed class SqlServerCommerceKittyDbContext(DbContextOptions<SqlServerCommerceKittyDbContext> options)
    : CommerceKittyDbContext(options)
{
    /// <inheritdoc/>
    internal override string SelectForShare(string column, string table, string condition) =>
        $"SELECT [{column}] FROM [{table}] WITH (REPEATABLEREAD) WHERE {condition}";

    /// <inheritdoc/>
    internal override string SelectForUpdate(string columns, string table, string condition) =>
        $"SELECT {columns} FROM {table} WITH (UPDLOCK, ROWLOCK) WHERE {condition}";

    /// <inheritdoc/>
    protected override string WhereTrue(string column) => $"[{column}] = 1";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        // SQL Server returns no generated values from a table with triggers; EF Core asks for them separately.
        builder.Entity<AuditEntry>().ToTable(table => table.HasTrigger("AuditEntries_NoChange"));
    }
}
