using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CommerceKitty.Admin.Data.Providers.Sqlite;

/// <summary>The embedded default: one file, WAL.</summary>
public sealed class SqliteCommerceKittyDbContext(DbContextOptions<SqliteCommerceKittyDbContext> options) : CommerceKittyDbContext(options)
{
    /// <summary>Added to the database's file name: the file that is locked while one process migrates.</summary>
    internal const string MigrationLockSuffix = ".migration-lock";

    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;

    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public override async Task<IAsyncDisposable> LockForMigrationAsync(CancellationToken ct)
    {
        var file = new SqliteConnectionStringBuilder(Database.GetConnectionString()).DataSource;
        var held = await LockFileAsync(file + MigrationLockSuffix, ct);
        try
        {
            await EnsureDatabaseAsync(ct);
            // Before there is anything in it.
            if (!OperatingSystem.IsWindows())
                DatabaseSetup.KeepPrivate(file);
            // EF Core's own lock is a row, which a killed process leaves behind, and then everybody waits for it for ever.
            // The process that put it there held the file's lock; we hold it now, so it is gone.
            await using var connection = new SqliteConnection(Database.GetConnectionString());
            await connection.OpenAsync(ct);
            await using var command = connection.CreateCommand();
            command.CommandText = "select count(*) from sqlite_master where type = 'table' and name = '__EFMigrationsLock'";
            if (await command.ExecuteScalarAsync(ct) is > 0L)
            {
                command.CommandText = "delete from \"__EFMigrationsLock\"";
                await command.ExecuteNonQueryAsync(ct);
            }

            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    internal override async Task<bool> IsBusyAsync(CancellationToken ct)
    {
        var connectionString = new SqliteConnectionStringBuilder(Database.GetConnectionString());
        if (!File.Exists(connectionString.DataSource))
            return false;
        if (IsHeld(connectionString.DataSource + MigrationLockSuffix))
            return true;
        // A second is the shortest that SQLite's provider waits.
        connectionString.DefaultTimeout = 1;
        connectionString.Pooling = false;
        await using var connection = new SqliteConnection(connectionString.ToString());
        try
        {
            await connection.OpenAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            return false;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is SqliteBusy or SqliteLocked)
        {
            return true;
        }
        catch (SqliteException)
        {
            // Something else is wrong with it: the command will say what.
            return false;
        }
    }

    /// <inheritdoc/>
    internal override bool TransactionsAreSerial => true;

    /// <inheritdoc/>
    internal override string SelectForShare(string column, string table, string condition) =>
        $"SELECT \"{column}\" FROM \"{table}\" WHERE {condition}";

    /// <inheritdoc/>
    internal override string SelectForUpdate(string columns, string table, string condition) =>
        $"SELECT {columns} FROM {table} WHERE {condition}";

    /// <inheritdoc/>
    protected override string WhereTrue(string column) => $"\"{column}\" = 1";

    /// <summary>SQLite has no decimal type, and as text money neither sorts nor compares: whole ten-thousandths do both.</summary>
    protected override void ConfigureMoney(PropertiesConfigurationBuilder<decimal> decimals) =>
        decimals.HaveConversion<TenThousandths>();

    /// <summary>The operating system gives the lock back when its holder dies. The file itself stays: if it were deleted, two processes
    /// could hold the locks of two files with the same name.</summary>
    private static async Task<FileStream> LockFileAsync(string file, CancellationToken ct)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return OpenAlone(file);
            }
            catch (IOException) when (File.Exists(file) && TimeProvider.System.GetElapsedTime(started) < MigrationPatience)
            {
                await Task.Delay(LockPoll, ct);
            }
        }
    }

    private static FileStream OpenAlone(string file) => new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    /// <summary>True when another process migrates at this moment. Nobody who is not allowed to lock learns it.</summary>
    private static bool IsHeld(string file)
    {
        try
        {
            if (File.Exists(file))
                OpenAlone(file).Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private sealed class TenThousandths() : ValueConverter<decimal, long>(
        amount => (long)decimal.Round(amount * 10_000m, 0, MidpointRounding.ToEven),
        stored => stored / 10_000m);
}
