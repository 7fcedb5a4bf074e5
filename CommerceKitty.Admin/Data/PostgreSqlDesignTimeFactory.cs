using CommerceKitty.Admin.Data.Providers.PostgreSql;
using Microsoft.EntityFrameworkCore.Design;

namespace CommerceKitty.Admin.Data;

/// <summary>For <c>dotnet ef</c> and the tests of migrations: builds the PostgreSQL model without a server or configuration.</summary>
public sealed class PostgreSqlDesignTimeFactory : IDesignTimeDbContextFactory<PostgreSqlCommerceKittyDbContext>
{
    /// <inheritdoc/>
    public PostgreSqlCommerceKittyDbContext CreateDbContext(string[] args) =>
        new(DesignTime.Options<PostgreSqlCommerceKittyDbContext>(o => DatabaseSetup.UsePostgreSql(o, "Host=design-time")));
}
