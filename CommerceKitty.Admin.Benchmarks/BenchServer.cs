using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace CommerceKitty.Admin.Benchmarks;

/// <summary>One way to authenticate, in a process of its own, in front of one endpoint that does nothing. The pipeline before and behind
/// it is the product's for all of them.</summary>
internal static class BenchServer
{
    /// <summary>The endpoint that demands a permission, or for "anonymous" nothing.</summary>
    public const string Path = "/api/v1/bench";

    /// <summary>Answers what the process has used so far.</summary>
    public const string Stats = "/stats";

    private const string Permission = Permissions.Orders.View;
    private static readonly byte[] Body = "{\"ok\":true}"u8.ToArray();
    private const string Issuer = "https://sign-in.example.com";
    private const string Audience = "commerce-kitty";

    /// <summary>A secret that both sides share: the cheapest there is. Identity providers sign by RS256, unless told otherwise (OpenID
    /// Connect Core §3.1.3.7).</summary>
    private static readonly Dictionary<string, Lazy<SigningCredentials>> Signers = new()
    {
        ["jwt-hs256"] = new(() =>
            new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes("only-for-benchmarks-only-for-benchmarks")), SecurityAlgorithms.HmacSha256)
        ),
        ["jwt-rs256"] = new(() => new(new RsaSecurityKey(RSA.Create(2048)), SecurityAlgorithms.RsaSha256)),
    };

    /// <summary>All there are, the baseline first.</summary>
    public static readonly IReadOnlyList<string> Variants = ["anonymous", "ours", "jwt-hs256", "jwt-rs256", "identity", "raw", "ef"];

    /// <summary>Runs until it is killed. What to send as Authorization stands in the first line it prints.</summary>
    public static async Task<int> RunAsync(string variant, string provider, string connectionString, string address)
    {
        var (app, header) = await BuildAsync(variant, provider, connectionString, builder => builder.WebHost.UseUrls(address));
        Console.WriteLine(header);
        await app.RunAsync();
        return 0;
    }

    /// <summary>The application, and what to send as Authorization ("-" is nothing).</summary>
    public static async Task<(WebApplication App, string Header)> BuildAsync(
        string variant, string provider, string connectionString, Action<WebApplicationBuilder> configure)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = provider,
            ["ConnectionStrings:CommerceKitty"] = connectionString,
            ["RateLimits:RequestsPerMinute"] = "10000000",
            ["RateLimits:RefusalsPerMinute"] = "10000000",
        });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.AddServerHeader = false);
        builder.AddCommerceKittyCore();
        builder.Services.AddCommerceKittySignIn(builder.Environment);
        builder.Services.AddCommerceKittyApi();
        if (variant is not ("anonymous" or "ours"))
            AddStranger(builder.Services, variant);
        configure(builder);

        var app = builder.Build();
        await Startup.PrepareDatabaseAsync(app.Services);
        var value = await BenchShop.EnsureKeyAsync(app.Services);
        app.UseApiConventions();
        app.UseRouting();
        if (variant is "anonymous" or "ours")
            app.UseWhoActs();
        else
            app.UseAuthentication().UseAuthorization();
        app.MapGet(Stats, () => string.Create(CultureInfo.InvariantCulture,
            $"{GC.GetTotalAllocatedBytes()} {Process.GetCurrentProcess().TotalProcessorTime.TotalMilliseconds} {Environment.WorkingSet}"
        ))
            .AllowAnonymous();
        var endpoint = app.MapGet(Path, AnswerAsync);
        if (variant == "anonymous")
            endpoint.AllowAnonymous();
        else if (variant == "ours")
            endpoint.RequirePermission(Permission);
        else
            endpoint.RequireAuthorization(variant);
        return (app, variant switch
        {
            "anonymous" => "-",
            "jwt-hs256" or "jwt-rs256" => "Bearer " + Jwt(Signers[variant].Value),
            "identity" => "Bearer " + IdentityToken(app.Services),
            _ => "Bearer " + value,
        });
    }

    private static Task AnswerAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = Body.Length;
        return http.Response.Body.WriteAsync(Body).AsTask();
    }

    private static void AddStranger(IServiceCollection services, string variant)
    {
        var authentication = services.AddAuthentication(variant);
        switch (variant)
        {
            case "jwt-hs256" or "jwt-rs256":
                // All else as AddJwtBearer has it.
                authentication.AddJwtBearer(variant, o => o.TokenValidationParameters = new()
                {
                    IssuerSigningKey = Signers[variant].Value.Key,
                    ValidIssuer = Issuer,
                    ValidAudience = Audience,
                });
                break;
            case "identity":
                authentication.AddBearerToken(variant);
                break;
            case "raw":
                authentication.AddScheme<AuthenticationSchemeOptions, RawLookUp>(variant, null);
                services.AddSingleton(RawLookUp.Connections);
                break;
            default:
                authentication.AddScheme<AuthenticationSchemeOptions, EfLookUp>(variant, null);
                break;
        }

        // The stock policies, as everybody writes them.
        services.AddSingleton<IAuthorizationPolicyProvider, DefaultAuthorizationPolicyProvider>();
        services.AddTransient<
            Microsoft.AspNetCore.Authorization.Policy.IPolicyEvaluator,
            Microsoft.AspNetCore.Authorization.Policy.PolicyEvaluator
        >();
        services
            .AddAuthorizationBuilder()
            .AddPolicy(variant, p => p.AddAuthenticationSchemes(variant).RequireClaim(ClaimNames.Permission, Permission));
    }

    private static ClaimsIdentity Identity() => new(
    [
        new(ClaimTypes.NameIdentifier, "1"), new(ClaimTypes.Name, "Bench"),
        .. PermissionCatalogue.All.Where(p => p.Resource == "orders").Select(p => new Claim(ClaimNames.Permission, p.Name)),
    ], "bench");

    private static string Jwt(SigningCredentials signer) =>
        new Microsoft.IdentityModel.JsonWebTokens.JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = Issuer,
                Audience = Audience,
                Subject = Identity(),
                Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1),
                SigningCredentials = signer,
            });

    private static string IdentityToken(IServiceProvider services)
    {
        var options = services
            .GetRequiredService<IOptionsMonitor<Microsoft.AspNetCore.Authentication.BearerToken.BearerTokenOptions>>()
            .Get("identity");
        var ticket = new AuthenticationTicket(new ClaimsPrincipal(Identity()), "identity");
        ticket.Properties.ExpiresUtc = TimeProvider.System.GetUtcNow().AddHours(1);
        return options.BearerTokenProtector.Protect(ticket);
    }
}

/// <summary>The handler of the textbooks: one EF Core query for the key with its user, one for the permissions, for each request.</summary>
internal sealed class EfLookUp(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    IDbContextFactory<CommerceKittyDbContext> databases) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (LookUps.HashOf(Request) is not { } hash)
            return AuthenticateResult.NoResult();
        await using var db = await databases.CreateDbContextAsync();
        var key = await db.ApiKeys.AsNoTracking().Include(k => k.User).SingleOrDefaultAsync(k => k.Hash == hash);
        if (key is not { Enabled: true, RevokedAt: null, User.Enabled: true })
            return AuthenticateResult.Fail("No");
        var permissions = await (
            from m in db.UserRoles
            where m.UserId == key.UserId
            join c in db.RoleClaims on m.RoleId equals c.RoleId
            select c.ClaimValue!).ToListAsync();
        return LookUps.Success(Scheme.Name, key.UserId, permissions);
    }
}

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

internal static class LookUps
{
    public static byte[]? HashOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith("Bearer ", StringComparison.Ordinal)
            ? ApiKeyToken.Hash(header.AsSpan(7))
            : null;

    public static AuthenticateResult Success(string scheme, int userId, IEnumerable<string> permissions) => AuthenticateResult.Success(new(
        new ClaimsPrincipal(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, userId.ToString(CultureInfo.InvariantCulture)),
            .. permissions.Select(p => new Claim(ClaimNames.Permission, p)),
        ], scheme)), scheme));
}

/// <summary>A user with a key, in whatever database there is.</summary>
internal static class BenchShop
{
    /// <summary>Makes a new key of the bench's user, and the user first if need be.</summary>
    public static async Task<string> EnsureKeyAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(Actor.CommandLine("bench"));
        var users = scope.ServiceProvider.GetRequiredService<Features.Users.UserService>();
        var user = await users.FindByEmailAsync("bench@example.com");
        if (!user.IsDone)
        {
            user = await users.CreateAsync(new Features.Users.CreateUserRequest
            {
                Email = "bench@example.com",
                FirstName = "Bench",
                LastName = "Mark",
                GroupCode = StandardGroups.Operations,
                Kind = Features.Users.UserKind.Integration,
            });
        }

        var created = await scope.ServiceProvider.GetRequiredService<ApiKeyService>()
            .CreateAsync(
                new CreateApiKeyRequest("Bench", user.IsDone ? user.Value.Id : throw new InvalidOperationException(user.Error.Message)));
        return created.IsDone ? created.Value.Secret.Reveal() : throw new InvalidOperationException(created.Error.Message);
    }
}
