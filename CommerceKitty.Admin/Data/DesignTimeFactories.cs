using CommerceKitty.Admin.Data.Providers.PostgreSql;
using CommerceKitty.Admin.Data.Providers.Sqlite;
using CommerceKitty.Admin.Data.Providers.SqlServer;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace CommerceKitty.Admin.Data;

/// <summary>For <c>dotnet ef</c> and the tests of migrations: builds the SQLite model without a server or configuration.</summary>
public sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteCommerceKittyDbContext>
{
    /// <inheritdoc/>
    public SqliteCommerceKittyDbContext CreateDbContext(string[] args) =>
        new(DesignTime.Options<SqliteCommerceKittyDbContext>(o => DatabaseSetup.UseSqlite(o, "Data Source=design-time.db")));
}

/// <summary>For <c>dotnet ef</c> and the tests of migrations: builds the SQL Server model without a server or configuration.</summary>
public sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerCommerceKittyDbContext>
{
    /// <inheritdoc/>
    public SqlServerCommerceKittyDbContext CreateDbContext(string[] args) =>
        new(DesignTime.Options<SqlServerCommerceKittyDbContext>(o => DatabaseSetup.UseSqlServer(o, "Server=design-time")));
}

/// <summary>For <c>dotnet ef</c> and the tests of migrations: builds the PostgreSQL model without a server or configuration.</summary>
public sealed class PostgreSqlDesignTimeFactory : IDesignTimeDbContextFactory<PostgreSqlCommerceKittyDbContext>
{
    /// <inheritdoc/>
    public PostgreSqlCommerceKittyDbContext CreateDbContext(string[] args) =>
        new(DesignTime.Options<PostgreSqlCommerceKittyDbContext>(o => DatabaseSetup.UsePostgreSql(o, "Host=design-time")));
}

internal static class DesignTime
{
    public static DbContextOptions<TContext> Options<TContext>(Action<DbContextOptionsBuilder> configure)
        where TContext : DbContext
    {
        var services = new ServiceCollection().Configure<IdentityOptions>(DatabaseSetup.UseNewestIdentityTables).BuildServiceProvider();
        var builder = new DbContextOptionsBuilder<TContext>();
        configure(builder);
        builder.UseApplicationServiceProvider(services);
        return builder.Options;
    }
}
