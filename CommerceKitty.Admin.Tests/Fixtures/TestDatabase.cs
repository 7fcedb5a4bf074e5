using System.Globalization;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Providers.PostgreSql;
using CommerceKitty.Admin.Data.Providers.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>A real database of its own for each test, copied from one that was migrated once for the whole run: an SQLite file, or
/// a database of the PostgreSQL server that <c>COMMERCEKITTY_TEST_POSTGRES</c> names, as <c>COMMERCEKITTY_TEST_PROVIDER</c> says.</summary>
public sealed class TestDatabase : IDisposable
{
    private readonly ITestStore _store = Provider == "PostgreSql" ? new PostgreSqlStore() : new SqliteStore();

    /// <summary>What to configure as Database:Provider: <c>Sqlite</c> or <c>PostgreSql</c>.</summary>
    public static string Provider { get; } = Environment.GetEnvironmentVariable("COMMERCEKITTY_TEST_PROVIDER") switch
    {
        null or "" or "Sqlite" => "Sqlite",
        "PostgreSql" => "PostgreSql",
        var other => throw new InvalidOperationException($"COMMERCEKITTY_TEST_PROVIDER is '{other}'. Set it to Sqlite or PostgreSql."),
    };

    /// <summary>What to configure as ConnectionStrings:CommerceKitty.</summary>
    public string ConnectionString => _store.ConnectionString;

    /// <summary>The database file, for tests that are about SQLite.</summary>
    public string FileName => (_store as SqliteStore ?? throw new InvalidOperationException("Only SQLite's database is a file.")).File;

    /// <summary>A context of the provider under test, without the product's services.</summary>
    public static CommerceKittyDbContext Open(string connectionString) => Provider == "PostgreSql"
        ? new PostgreSqlCommerceKittyDbContext(
            DesignTime.Options<PostgreSqlCommerceKittyDbContext>(o => DatabaseSetup.UsePostgreSql(o, connectionString)))
        : new SqliteCommerceKittyDbContext(
            DesignTime.Options<SqliteCommerceKittyDbContext>(o => DatabaseSetup.UseSqlite(o, connectionString)));

    public void Dispose() => _store.Dispose();

    private interface ITestStore : IDisposable
    {
        string ConnectionString { get; }
    }

    private sealed class SqliteStore : ITestStore
    {
        private static readonly Lazy<string> Template = new(CreateTemplate);

        private readonly string _folder = Directory.CreateTempSubdirectory("commercekitty-test-").FullName;

        public SqliteStore() => System.IO.File.Copy(Template.Value, File);

        public string ConnectionString => $"Data Source={File}";

        public string File => Path.Combine(_folder, "commercekitty.db");

        public void Dispose()
        {
            using (var connection = new SqliteConnection(ConnectionString))
                SqliteConnection.ClearPool(connection);
            Directory.Delete(_folder, recursive: true);
        }

        private static string CreateTemplate()
        {
            var file = Path.Combine(Directory.CreateTempSubdirectory("commercekitty-template-").FullName, "commercekitty.db");
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
            using var db = Open($"Data Source={file};Pooling=False");
            db.Database.Migrate();
            // One file, without its write-ahead log, so that it can be copied.
            db.Database.ExecuteSqlRaw("PRAGMA wal_checkpoint(TRUNCATE)");
            return file;
        }
    }

    private sealed class PostgreSqlStore : ITestStore
    {
        private static readonly Lazy<string> Template = new(CreateTemplate);
        private static int _count;

        private readonly string _name = NewName("test");

        public PostgreSqlStore() => PostgreSqlServer.Execute($"create database {_name} template {Template.Value}");

        public string ConnectionString => PostgreSqlServer.ConnectionString(_name);

        public void Dispose() => PostgreSqlServer.Drop(_name);

        private static string NewName(string kind) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"commercekitty_{kind}_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}");

        private static string CreateTemplate()
        {
            var name = NewName("template");
            PostgreSqlServer.Execute($"create database {name}");
            AppDomain.CurrentDomain.ProcessExit += (_, _) => PostgreSqlServer.Drop(name);
            // Nobody may be connected to a database that is being copied.
            using var db = Open(PostgreSqlServer.ConnectionString(name) + ";Pooling=False");
            db.Database.Migrate();
            return name;
        }
    }
}
