using System.Globalization;
using CommerceKitty.Admin.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CommerceKitty.Admin.Data;

/// <summary>Reads the one row of settings. No copy of it outlives a transaction or a page: the same policy decides on every path and
/// every node.</summary>
internal static class SettingsRow
{
    private static readonly string Condition = string.Create(CultureInfo.InvariantCulture, $"\"Id\" = {AccountSettings.RowId}");

    /// <summary>The settings as they are now, to show them or to count by them.</summary>
    public static Task<AccountSettings> ReadAsync(CommerceKittyDbContext db, CancellationToken ct) =>
        db.AccountSettings.AsNoTracking().SingleAsync(s => s.Id == AccountSettings.RowId, ct);

    /// <summary>The settings for a change that must obey them: nobody changes them before this transaction ends. Whoever makes them
    /// stricter therefore sees the key that this transaction makes.</summary>
    public static async Task<AccountSettings> HoldAsync(CommerceKittyDbContext db, CancellationToken ct)
    {
        await RunAsync(db, db.SelectForShare("Id", "AccountSettings", Condition), ct);
        return await ReadAsync(db, ct);
    }

    /// <summary>The settings to change them. It waits until no transaction relies on them, and the next one waits for this.</summary>
    public static async Task<AccountSettings> LockAsync(CommerceKittyDbContext db, CancellationToken ct)
    {
        await RunAsync(db, db.SelectForUpdate("\"Id\"", "\"AccountSettings\"", Condition), ct);
        return await db.AccountSettings.SingleAsync(s => s.Id == AccountSettings.RowId, ct);
    }

    /// <summary>On SQLite a transaction excludes every other one, so nothing needs a lock.</summary>
    private static async Task RunAsync(CommerceKittyDbContext db, string sql, CancellationToken ct)
    {
        if (db.TransactionsAreSerial)
            return;
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = sql;
        await command.ExecuteScalarAsync(ct);
    }
}
