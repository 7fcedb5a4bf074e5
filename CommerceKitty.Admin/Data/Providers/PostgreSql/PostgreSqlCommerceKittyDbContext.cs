using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CommerceKitty.Admin.Data.Providers.PostgreSql;

/// <summary>Production on PostgreSQL, version 13 or newer.</summary>
public sealed partial class PostgreSqlCommerceKittyDbContext(DbContextOptions<PostgreSqlCommerceKittyDbContext> options)
    : CommerceKittyDbContext(options)
{
    // Any number that nothing else on the server locks by: the ASCII of "ckitty".
    private const long MigrationLockId = 0x63_6B_69_74_74_79;

    /// <inheritdoc/>
    public override async Task<IAsyncDisposable> LockForMigrationAsync(CancellationToken ct)
    {
        await EnsureDatabaseAsync(ct);
        // The lock is the session's: this connection holds it until it gives it back or its process dies.
        await Database.OpenConnectionAsync(ct);
        await CallAsync("pg_advisory_lock", ct);
        return new AdvisoryLock(this);
    }

    /// <inheritdoc/>
    internal override string SelectForShare(string column, string table, string condition) =>
        $"SELECT \"{column}\" FROM \"{table}\" WHERE {condition} FOR SHARE";

    /// <inheritdoc/>
    internal override string SelectForUpdate(string columns, string table, string condition) =>
        $"SELECT {columns} FROM {table} WHERE {condition} FOR UPDATE";

    /// <inheritdoc/>
    protected override string WhereTrue(string column) => $"\"{column}\"";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        foreach (var entity in builder.Model.GetEntityTypes())
            QuoteNames(entity);
    }

    private async Task CallAsync(string function, CancellationToken ct)
    {
        await using var command = Database.GetDbConnection().CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"select {function}({MigrationLockId})");
        command.CommandTimeout = (int)MigrationPatience.TotalSeconds;
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Mappings quote names in checks with square brackets, which the other two read; PostgreSQL reads only the standard's
    /// quotes.</summary>
    private static void QuoteNames(IMutableEntityType entity)
    {
        foreach (var check in entity.GetCheckConstraints().ToList())
        {
            entity.RemoveCheckConstraint(check.ModelName);
            entity.AddCheckConstraint(check.ModelName, BracketedName().Replace(check.Sql, "\"${name}\""));
        }
    }

    [GeneratedRegex(@"\[(?<name>\w+)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BracketedName();

    private sealed class AdvisoryLock(PostgreSqlCommerceKittyDbContext db) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await db.CallAsync("pg_advisory_unlock", CancellationToken.None);
            await db.Database.CloseConnectionAsync();
        }
    }
}
