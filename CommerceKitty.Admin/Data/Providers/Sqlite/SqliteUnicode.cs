using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CommerceKitty.Admin.Data.Providers.Sqlite;

/// <summary>SQLite's own <c>lower</c> knows ASCII only, so a search for "Zoë ÜNAL" would not even find exactly that name. This
/// replaces it by ours on every connection.</summary>
internal sealed class SqliteUnicode : DbConnectionInterceptor
{
    public static readonly SqliteUnicode Instance = new();

    /// <inheritdoc/>
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Register(connection);

    /// <inheritdoc/>
    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Register(connection);
        return Task.CompletedTask;
    }

    private static void Register(DbConnection connection) =>
        ((SqliteConnection)connection).CreateFunction("lower", (string? text) => text?.ToLowerInvariant(), isDeterministic: true);
}
