using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>The demo shop behind a server that can be too busy.</summary>
public sealed class ExampleHost : AppHost
{
    private int _toRefuse;
    private int _refused;

    /// <summary>How many requests were refused since it was last asked to.</summary>
    public int Refused => _refused;

    protected override bool DemoShop => true;

    /// <summary>Answers so many of the next requests with 429.</summary>
    public void RefuseNext(int requests) => (_toRefuse, _refused) = (requests, 0);

    /// <summary>A key of a new user who may do these things.</summary>
    public Task<string> KeyAsync(params string[] permissions) => Services.AddKeyOfNewUserAsync("robot", permissions, "Example");

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureServices(services => services.AddSingleton<IStartupFilter>(new Busy(this)));
    }

    private sealed class Busy(ExampleHost host) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (http, inner) =>
            {
                if (
                    !http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
                    || Interlocked.Decrement(ref host._toRefuse) < 0)
                {
                    await inner(http);
                    return;
                }

                Interlocked.Increment(ref host._refused);
                http.Response.Headers.RetryAfter = "1";
                await TypedResults
                    .Problem(statusCode: 429, extensions: new Dictionary<string, object?> { ["code"] = "too-many-requests" })
                    .ExecuteAsync(http);
            });
            next(app);
        };
    }
}
