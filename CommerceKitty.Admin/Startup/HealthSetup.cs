using CommerceKitty.Admin.Data;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace CommerceKitty.Admin.Startup;

/// <summary>Whether this process lives and whether it can serve, for load balancers and orchestrators: to anybody, by plain HTTP too, and
/// in one word.</summary>
public static class HealthSetup
{
    /// <summary>Answers while the process runs, also without its database: to restart it would help nothing.</summary>
    public const string Live = "/health/live";

    /// <summary>Answers 503 while the database is away (R11).</summary>
    public const string Ready = "/health/ready";

    private const string Database = "database";

    /// <summary>Registers the checks.</summary>
    public static IServiceCollection AddCommerceKittyHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddDbContextCheck<CommerceKittyDbContext>(Database);
        return services;
    }

    /// <summary>Answers ahead of everything that a page needs: HTTPS, sign-in, the owner's set-up.</summary>
    public static IApplicationBuilder UseCommerceKittyHealth(this IApplicationBuilder app) =>
        app.UseHealthChecks(Live, new HealthCheckOptions { Predicate = _ => false })
            .UseHealthChecks(Ready, new HealthCheckOptions { Predicate = check => check.Name == Database });
}
