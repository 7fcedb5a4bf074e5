using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using Npgsql;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>The PostgreSQL server of the tests.</summary>
public static class PostgreSqlServer
{
    /// <summary>Where a database of this name is or will be.</summary>
    public static string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder(Maintenance) { Database = database }.ConnectionString;

    /// <summary>Deletes a database, whoever is still connected to it.</summary>
    public static void Drop(string database)
    {
        using (var connection = new NpgsqlConnection(DatabaseSetup.PostgreSqlConnection(ConnectionString(database))))
            NpgsqlConnection.ClearPool(connection);
        Execute($"drop database if exists {database} with (force)");
    }

    /// <summary>Runs a statement in the maintenance database.</summary>
    public static void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(Maintenance);
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
