using CommerceKitty.Admin.Data.Providers.SqlServer;
using Microsoft.EntityFrameworkCore.Design;

namespace CommerceKitty.Admin.Data;

/// <summary>For <c>dotnet ef</c> and the tests of migrations: builds the SQL Server model without a server or configuration.</summary>
public sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerCommerceKittyDbContext>
{
    /// <inheritdoc/>
    public SqlServerCommerceKittyDbContext CreateDbContext(string[] args) =>
        new(DesignTime.Options<SqlServerCommerceKittyDbContext>(o => DatabaseSetup.UseSqlServer(o, "Server=design-time")));
}
