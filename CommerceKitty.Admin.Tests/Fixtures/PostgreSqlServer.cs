using CommerceKitty.Admin.Data;
using Npgsql;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>The PostgreSQL server of the tests.</summary>
public static class PostgreSqlServer
{
    /// <summary>Where a database of this name is or will be.</summary>
    public static string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder(Maintenance) { Database = database }.ConnectionString;

    /// <summary>Deletes a database, even when clients are still connected.</summary>
    public static void Drop(string database)
    {
        using (var connection = new NpgsqlConnection(DatabaseSetup.PostgreSqlConnection(ConnectionString(database))))
            NpgsqlConnection.ClearPool(connection);
        Execute($"drop database if exists {database} with (force)");
    }

    /// <summary>Runs a statement in the maintenance database.</summary>
    public static void Execute(string sql)
    {
        var server = new NpgsqlConnectionStringBuilder(Maintenance)
        {
            Timeout = (int)Until.Timeout.TotalSeconds,
            CommandTimeout = (int)Until.Timeout.TotalSeconds,
        };
        using var connection = new NpgsqlConnection(server.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Maintenance =>
        Environment.GetEnvironmentVariable("COMMERCEKITTY_TEST_POSTGRES") is { Length: > 0 } connectionString
        ? connectionString
        : throw new InvalidOperationException("Set COMMERCEKITTY_TEST_POSTGRES to a maintenance database, or run ./test.sh, which does.");
}
