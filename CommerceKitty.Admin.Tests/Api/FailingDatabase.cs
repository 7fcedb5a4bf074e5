using System.Data.Common;
using CommerceKitty.Admin.Data.Providers.Sqlite;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>The product over a database that can be made to fail, each in the ways that it really does.</summary>
public sealed class FailingDatabase : AppHost
{
    /// <summary>It lets nobody read or write.</summary>
    public static readonly string[] Outages =
        TestDatabase.Provider == "PostgreSql" ? ["stopped", "hanging"] : ["locked by another program"];

    /// <summary>It lets everybody read and nobody write.</summary>
    public static readonly string[] WriteOutages = TestDatabase.Provider == "PostgreSql" ? ["read-only"] : ["read-only", "full"];

    private readonly TcpGate _gate = new();
    private readonly SqlitePragma _pragma = new();
    private SqliteConnection? _lock;
    private string? _connectionString;

    /// <summary>Lets it happen, and answers when it has.</summary>
    public async Task BeginAsync(string outage)
    {
        switch (outage)
        {
            case "stopped":
                _gate.Refuse();
                break;
            case "hanging":
                _gate.Swallow();
                break;
            case "locked by another program":
                await LockAsync();
                break;
            case "read-only" when TestDatabase.Provider == "PostgreSql":
                SetReadOnly("on");
                break;
            case "read-only":
                _pragma.Text = "PRAGMA query_only = 1";
                break;
            case "full":
                // Never less than what there is: not one more page.
                _pragma.Text = "PRAGMA max_page_count = 1";
                break;
            default:
                throw new InvalidOperationException($"There is no outage '{outage}'.");
        }
    }

    /// <summary>Ends whatever there is.</summary>
    public void Heal()
    {
        _gate.Heal();
        _lock?.Dispose();
        _lock = null;
        _pragma.Text = "PRAGMA query_only = 0; PRAGMA max_page_count = 1073741823";
        if (TestDatabase.Provider == "PostgreSql")
            SetReadOnly("off");
    }

    protected override string Through(string connectionString)
    {
        _connectionString = connectionString;
        return TestDatabase.Provider == "PostgreSql" ? _gate.Through(connectionString) : connectionString;
    }

    protected override void Configure(IServiceCollection services) =>
        services.ConfigureDbContext<SqliteCommerceKittyDbContext>(o => o.AddInterceptors(_pragma));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _lock?.Dispose();
        _gate.Dispose();
    }

    private void SetReadOnly(string value)
    {
        var name = new NpgsqlConnectionStringBuilder(_connectionString).Database;
        PostgreSqlServer.Execute($"alter database {name} set default_transaction_read_only = {value}");
        // It holds for new sessions.
        PostgreSqlServer.Execute($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
    }

    /// <summary>With SQLite's write-ahead log only a connection in exclusive mode keeps readers out; it has to find nobody there.</summary>
    private async Task LockAsync()
    {
        string own;
        await using (var db = OpenDatabase())
            own = db.Database.GetConnectionString()!;
        _lock = await Until.ThereIsAsync(() =>
        {
            // The product's own connections are pooled, in this process; other tests' pools stay as they are.
            using (var pooled = new SqliteConnection(own))
                SqliteConnection.ClearPool(pooled);
            // Each try is short, because connections that come back to the pool between two tries are closed by the next one.
            var connection = new SqliteConnection(_connectionString + ";Pooling=False;Default Timeout=1");
            try
            {
                connection.Open();
                using var command = connection.CreateCommand();
                command.CommandText = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE";
                command.ExecuteNonQuery();
                return Task.FromResult<SqliteConnection?>(connection);
            }
            catch (SqliteException)
            {
                connection.Dispose();
                return Task.FromResult<SqliteConnection?>(null);
            }
        }, "the lock");
    }

    /// <summary>Says something to SQLite whenever a connection is opened.</summary>
    private sealed class SqlitePragma : DbConnectionInterceptor
    {
        public volatile string? Text;

        public override async Task ConnectionOpenedAsync(
            DbConnection connection,
            ConnectionEndEventData eventData,
            CancellationToken cancellationToken = default)
        {
            if (Text is null)
                return;
            await using var command = connection.CreateCommand();
            command.CommandText = Text;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
