using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
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
            ["RateLimits:SignInsPerMinute"] = "10000000",
        });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.AddServerHeader = false);
        builder.AddCommerceKittyCore();
        builder.Services.AddCommerceKittySignIn();
        builder.Services.AddCommerceKittyApi();
        if (variant is not ("anonymous" or "ours"))
            AddStranger(builder.Services, variant);
        configure(builder);

        var app = builder.Build();
        await DatabasePreparation.RunAsync(app.Services);
        var value = await BenchShop.EnsureKeyAsync(app.Services);
        if (variant is "anonymous" or "ours")
        {
            // As Program.cs has it.
            app.MapWhen(http => ApiPaths.IsApi(http.Request.Path), api => api
                .UseApiConventions()
                .UseRouting()
                .UseAuthorization()
                .UseMiddleware<CurrentActorMiddleware>()
                .UseReadableBodies()
                .UseMiddleware<IdempotencyMiddleware>()
                .UseEndpoints(MapAnswer));
        }

        app.UseApiConventions();
        app.UseRouting();
        app.UseAuthentication().UseAuthorization();
        app.MapGet(Stats, () => string.Create(CultureInfo.InvariantCulture,
            $"{GC.GetTotalAllocatedBytes()} {Process.GetCurrentProcess().TotalProcessorTime.TotalMilliseconds} {Environment.WorkingSet}"
        ))
            .AllowAnonymous();
        app.MapPost(SignInFlood.Path, SignInFlood.SignInAsync).AllowAnonymous();
        app.MapPost(SignInFlood.PathOfPool, SignInFlood.SignInOnThePoolAsync).AllowAnonymous();
        if (variant is not ("anonymous" or "ours"))
            MapAnswer(app);
        return (app, variant switch
        {
            "anonymous" => "-",
            "jwt-hs256" or "jwt-rs256" => "Bearer " + Jwt(Signers[variant].Value),
            "identity" => "Bearer " + IdentityToken(app.Services),
            _ => "Bearer " + value,
        });

        void MapAnswer(IEndpointRouteBuilder endpoints)
        {
            var endpoint = endpoints.MapGet(Path, AnswerAsync);
            if (variant == "anonymous")
                endpoint.AllowAnonymous();
            else if (variant == "ours")
                endpoint.RequirePermission(Permission);
            else
                endpoint.RequireAuthorization(variant);
        }
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
