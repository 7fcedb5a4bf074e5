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
    protected override string WhereTrue(string column) => $"[{column}] = 1";
}
