using CommerceKitty.Admin.Data.Providers.Sqlite;
using Microsoft.EntityFrameworkCore.Design;

namespace CommerceKitty.Admin.Data;

/// <summary>For <c>dotnet ef</c> and the tests of migrations: builds the SQLite model without a server or configuration.</summary>
public sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteCommerceKittyDbContext>
{
    /// <inheritdoc/>
    public SqliteCommerceKittyDbContext CreateDbContext(string[] args) =>
        new(DesignTime.Options<SqliteCommerceKittyDbContext>(o => DatabaseSetup.UseSqlite(o, "Data Source=design-time.db")));
}
