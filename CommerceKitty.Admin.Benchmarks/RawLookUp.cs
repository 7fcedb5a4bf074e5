using System.Data.Common;
using System.Text.Encodings.Web;
using CommerceKitty.Admin.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommerceKitty.Admin.Benchmarks;

/// <summary>The same with bare ADO.NET.</summary>
internal sealed class RawLookUp(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Func<DbConnection> connections)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Query = """
        select k."UserId", c."ClaimValue" from "ApiKeys" k join "Users" u on u."Id" = k."UserId"
        join "UserGroupMembers" m on m."UserId" = u."Id" join "UserGroupPermissions" c on c."RoleId" = m."RoleId"
        where k."Hash" = @hash and k."Enabled" and k."RevokedAt" is null and u."Enabled"
        """;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (LookUps.HashOf(Request) is not { } sent)
            return AuthenticateResult.NoResult();
        await using var connection = connections();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = Query;
        var hash = command.CreateParameter();
        (hash.ParameterName, hash.Value) = ("@hash", sent);
        command.Parameters.Add(hash);
        await using var reader = await command.ExecuteReaderAsync();
        var (user, permissions) = (0, new List<string>());
        while (await reader.ReadAsync())
        {
            user = reader.GetInt32(0);
            permissions.Add(reader.GetString(1));
        }

        return permissions.Count == 0 ? AuthenticateResult.Fail("No") : LookUps.Success(Scheme.Name, user, permissions);
    }

    /// <summary>What makes connections to the product's database.</summary>
    public static Func<DbConnection> Connections(IServiceProvider services)
    {
        using var db = services.GetRequiredService<IDbContextFactory<CommerceKittyDbContext>>().CreateDbContext();
        var connectionString = db.Database.GetConnectionString();
        return db.Database.IsNpgsql()
            ? () => new Npgsql.NpgsqlConnection(connectionString)
            : () => new Microsoft.Data.Sqlite.SqliteConnection(connectionString);
    }
}
