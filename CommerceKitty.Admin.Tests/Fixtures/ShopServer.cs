using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Features.ApiKeys;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>The web server over the database of a <see cref="TestShop"/>: what a test puts there by services, it asks for by
/// HTTP.</summary>
public sealed class ShopServer : IAsyncDisposable
{
    private readonly WebApplicationFactory<Program> _server;
    private readonly bool _ownsShop;

    /// <param name="settings">Settings beyond the database's, e.g. ("RateLimits:Burst", "3").</param>
    public ShopServer(params (string Name, string Value)[] settings)
        : this(new TestShop(), ownsShop: true, settings)
    {
    }

    private ShopServer(TestShop shop, bool ownsShop, (string Name, string Value)[] settings)
    {
        (Shop, _ownsShop) = (shop, ownsShop);
        _server = new WebApplicationFactory<Program>().WithWebHostBuilder(web =>
        {
            web.UseEnvironment("Production");
            web.UseSetting("Database:Provider", TestDatabase.Provider);
            web.UseSetting("ConnectionStrings:CommerceKitty", Shop.ConnectionString);
            web.UseSetting("Announce", "false");
            // The start looks whether its port is free, also when the requests come without one.
            web.UseSetting("urls", "http://127.0.0.1:0");
            foreach (var (name, value) in settings)
                web.UseSetting(name, value);
            web.ConfigureLogging(l => l.ClearProviders());
            // The recorder of uses may still write when the server is disposed and the database's folder is deleted.
            web.ConfigureTestServices(services =>
            {
                // What the shop's services change holds here as soon as they have returned.
                services.AddSingleton(Shop.Services.GetRequiredService<LeaseTerms>());
                foreach (
                    var recorder in services
                        .Where(d => d.ServiceType == typeof(IHostedService) && d.ImplementationFactory is not null)
                        .ToList())
                    services.Remove(recorder);
            });
        });
    }

    public TestShop Shop { get; }

    /// <summary>False where a test is about answers of 503: then its clients do not repeat what was answered so.</summary>
    public bool IsRepeating { get; init; } = true;

    /// <summary>The server's own services.</summary>
    public IServiceProvider Services => _server.Services;

    /// <summary>Another node: a web server of its own over the same database. Dispose it first.</summary>
    public ShopServer OtherNode() => new(Shop, ownsShop: false, []);

    /// <summary>A client with a key of a new user who has these permissions.</summary>
    public async Task<HttpClient> ClientAsync(params IEnumerable<string> permissions)
    {
        var user = await Shop.AddUserWithAsync("robot@example.com", permissions);
        await using var acting = Shop.AsCommandLine();
        var created = await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("Test", user.Id));
        return Client(created.Value!.Secret.Reveal());
    }

    /// <summary>A client with this key.</summary>
    public HttpClient Client(string key)
    {
        // Following redirects would read the whole body before anything is sent; the API has neither redirects nor cookies.
        var client = IsRepeating ? _server.CreateDefaultClient(new PatientHandler()) : _server.CreateDefaultClient();
        client.Timeout = Until.Timeout;
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        if (_ownsShop)
            await Shop.DisposeAsync();
    }
}
