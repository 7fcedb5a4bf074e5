using System.Runtime.Versioning;
using CommerceKitty.Admin.Data.Providers.PostgreSql;
using CommerceKitty.Admin.Data.Providers.Sqlite;
using CommerceKitty.Admin.Data.Providers.SqlServer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace CommerceKitty.Admin.Data;

/// <summary>The only place that knows which database provider is in use: <c>Database:Provider</c> is <c>Sqlite</c>,
/// <c>SqlServer</c> or <c>PostgreSql</c>, <c>ConnectionStrings:CommerceKitty</c> says where it is.</summary>
public static class DatabaseSetup
{
    // A deadlock or a dropped connection is over at once. A caller is told within seconds that the database is away (R11), not
    // after EF Core's default of about a minute.
    private const int Retries = 3;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private static readonly StorableText StorableText = new();

    /// <summary>Seconds to wait for a locked SQLite file, unless the connection string says otherwise.</summary>
    private const int SqlitePatience = 5;

    /// <summary>The setting by which a command waits longer for a locked SQLite file than a request may; seconds.</summary>
    internal const string Patience = "Database:Patience";

    /// <summary>Registers the configured provider behind <see cref="CommerceKittyDbContext"/> and its factory.</summary>
    /// <exception cref="InvalidOperationException">The provider is unknown, or there is no connection string.</exception>
    public static IServiceCollection AddCommerceKittyDatabase(
        this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var provider = configuration["Database:Provider"] ?? "Sqlite";
        var connectionString = configuration.GetConnectionString("CommerceKitty")
            ?? throw new InvalidOperationException("Set ConnectionStrings:CommerceKitty to say where the database is.");
        switch (provider)
        {
            case "Sqlite":
                var file = SqliteFile(
                    connectionString, environment.ContentRootPath, configuration.GetValue(Patience, SqlitePatience));
                services.AddProvider<SqliteCommerceKittyDbContext>(o => UseSqlite(o, file));
                break;
            case "SqlServer":
                services.AddProvider<SqlServerCommerceKittyDbContext>(o => UseSqlServer(o, connectionString));
                break;
            case "PostgreSql":
                services.AddProvider<PostgreSqlCommerceKittyDbContext>(o => UsePostgreSql(o, connectionString));
                break;
            default:
                throw new InvalidOperationException($"Database:Provider is '{provider}'. Set it to Sqlite, SqlServer or PostgreSql.");
        }

        services.AddScoped(p => p.GetRequiredService<IDbContextFactory<CommerceKittyDbContext>>().CreateDbContext());
        // Twice as long as for a file that another program holds: the one whose turn it is may wait for that, too.
        services.AddSingleton(new WriteTurn(TimeSpan.FromSeconds(2 * configuration.GetValue(Patience, SqlitePatience))));
        services.AddSingleton<UnitOfWork>();
        services.AddSingleton<DatabaseMigrator>();
        services.AddSingleton<ChangeVersion>();
        KeyRingProtection.Apply(
            services.AddDataProtection().SetApplicationName("CommerceKitty.Admin").PersistKeysToDbContext<CommerceKittyDbContext>(),
            configuration);
        return services;
    }

    internal static void UseSqlite(DbContextOptionsBuilder options, string connectionString) =>
        options.UseSqlite(connectionString).ConfigureWarnings(Warnings);

    internal static void UseSqlServer(DbContextOptionsBuilder options, string connectionString) =>
        options.UseSqlServer(connectionString, sql => sql.EnableRetryOnFailure(Retries, RetryDelay, null)).ConfigureWarnings(Warnings);

    internal static void UsePostgreSql(DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(PostgreSqlConnection(connectionString), sql => sql.EnableRetryOnFailure(Retries, RetryDelay, null))
            .AddInterceptors(StorableText)
            .ConfigureWarnings(Warnings);

    /// <summary>Spares the server the reset of each connection given back to the pool, unless the operator wants it: no session state of
    /// ours outlives the use of a connection.</summary>
    internal static string PostgreSqlConnection(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (!builder.ShouldSerialize("No Reset On Close"))
            builder.NoResetOnClose = true;
        return builder.ConnectionString;
    }

    /// <summary>True when a save failed because someone else's came first: a unique value was taken, or a row that this one refers to
    /// (or that refers to this one) came or went. SQLite's extended codes for unique, primary and foreign keys; SQL Server's errors 2601,
    /// 2627 and 547; PostgreSQL's 23505 and 23503.</summary>
    internal static bool IsLostRace(DbUpdateException exception) => exception.InnerException switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is 1555 or 2067 or 787,
        SqlException sqlServer => sqlServer.Number is 2601 or 2627 or 547,
        PostgresException postgreSql => postgreSql.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation,
        _ => false,
    };

    /// <summary>Identity's newest tables (passkeys). The model reads this from the services, also at design time.</summary>
    internal static void UseNewestIdentityTables(IdentityOptions options) => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;

    private static void Warnings(WarningsConfigurationBuilder warnings) =>
        // A list without an order has no stable pages: a mistake, not a warning.
        warnings
            .Ignore(
                RelationalEventId.NonTransactionalMigrationOperationWarning,
                Microsoft.EntityFrameworkCore.Diagnostics.SqliteEventId.TableRebuildPendingWarning)
            .Throw(CoreEventId.RowLimitingOperationWithoutOrderByWarning)
            // Lost races and callers that hang up are no errors; what is one is an exception, and the code that catches it logs it.
            .Log(
                (RelationalEventId.CommandError, LogLevel.Debug),
                (CoreEventId.SaveChangesFailed, LogLevel.Debug),
                (RelationalEventId.TransactionError, LogLevel.Debug));

    private static void AddProvider<TContext>(this IServiceCollection services, Action<DbContextOptionsBuilder> configure)
        where TContext : CommerceKittyDbContext
    {
        services.AddDbContextFactory<TContext>((provider, options) =>
        {
            configure(options);
            options.AddInterceptors(provider.GetServices<IInterceptor>());
        });
        services.AddSingleton<IDbContextFactory<CommerceKittyDbContext>, FactoryAdapter<TContext>>();
    }

    /// <summary>Makes a relative file name start at the content root, and its folder exist.</summary>
    private static string SqliteFile(string connectionString, string contentRoot, int patience)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        if (builder.DataSource is "" or ":memory:" || builder.Mode == SqliteOpenMode.Memory)
            throw new InvalidOperationException("ConnectionStrings:CommerceKitty must name a file: several connections share it.");
        builder.DataSource = Path.GetFullPath(builder.DataSource, contentRoot);
        // Waiting for a locked file blocks a thread: a few seconds of that, then 503 (R11).
        if (!builder.ContainsKey("Default Timeout") || builder.DefaultTimeout == 30)
            builder.DefaultTimeout = patience;
        if (Directory.Exists(builder.DataSource))
            throw new InvalidOperationException(
                $"ConnectionStrings:CommerceKitty must name the database's file: {builder.DataSource} is a folder.");
        var folder = Path.GetDirectoryName(builder.DataSource)!;
        if (!Directory.Exists(folder))
        {
            // The file holds password hashes and the cookie ring: nobody else on the machine may read it.
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        if (!OperatingSystem.IsWindows())
            KeepPrivate(builder.DataSource);
        return builder.ConnectionString;
    }

    /// <summary>Lets nobody else on the machine read the file and what SQLite puts beside it, also in a folder that others may read.
    /// SQLite gives new files the rights of the database's own.</summary>
    [UnsupportedOSPlatform("windows")]
    internal static void KeepPrivate(string file)
    {
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            foreach (var path in (string[])[file, file + "-wal", file + "-shm", file + "-journal"])
            {
                if (File.Exists(path) && (File.GetUnixFileMode(path) & ~Private) != UnixFileMode.None)
                    File.SetUnixFileMode(path, Private);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The file of another user: what may be done with it, SQLite will say.
        }
    }

    private sealed class FactoryAdapter<TContext>(IDbContextFactory<TContext> factory) : IDbContextFactory<CommerceKittyDbContext>
        where TContext : CommerceKittyDbContext
    {
        public CommerceKittyDbContext CreateDbContext() => factory.CreateDbContext();

        public async Task<CommerceKittyDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
            await factory.CreateDbContextAsync(cancellationToken);
    }
}
