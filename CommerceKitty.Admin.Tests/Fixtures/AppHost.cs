using System.Collections.Concurrent;
using System.Net.Http.Headers;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Tests.Builders;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>The whole product on Kestrel, a free port and a database of its own: for HTTP and browser tests.</summary>
public class AppHost : WebApplicationFactory<Program>
{
    private readonly TestDatabase _database = new();

    public AppHost()
    {
        // Not UseKestrel(0): it sets the port while the product's own thread may already be starting, and now and then comes too late.
        UseKestrel();
        StartServer();
    }

    /// <summary>Everything that was logged, at every level.</summary>
    public ConcurrentQueue<string> Logs { get; } = new();

    /// <summary>The database file, for tests that are about SQLite.</summary>
    public string DatabaseFile => _database.FileName;

    /// <summary>For example http://127.0.0.1:40123/.</summary>
    public Uri Address => new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
        .Replace("[::]", "localhost", StringComparison.Ordinal).Replace("127.0.0.1", "localhost", StringComparison.Ordinal));

    /// <summary>Where its mails are written.</summary>
    public string MailFolder { get; } = Path.Combine(Path.GetTempPath(), "commercekitty-mail-" + Path.GetRandomFileName());

    /// <summary>True to have the page that makes the first owner, which every page leads to while there is none.</summary>
    protected virtual bool SetupPage => false;

    /// <summary>Development unless said otherwise.</summary>
    protected virtual string EnvironmentName => Environments.Development;

    /// <summary>True to start with the demo shop.</summary>
    protected virtual bool DemoShop => false;

    /// <summary>True to have the demo shop's keys and their past in it. Most tests make the keys that they are about.</summary>
    protected virtual bool DemoKeys => false;

    /// <summary>By which way it comes to its database.</summary>
    protected virtual string Through(string connectionString) => connectionString;

    /// <summary>Changes the services before they are built.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    /// <summary>A client that follows no redirect and sends this key, if there is one.</summary>
    public HttpClient Client(string? key = null)
    {
        // Made again each time, so that no test sees another's connection.
        var client = Http.Client(Address, new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Waits for the first mail and answers its text.</summary>
    public Task<string> FirstMailAsync() => Until.ThereIsAsync(async () =>
    {
        var files = Directory.Exists(MailFolder) ? Directory.GetFiles(MailFolder, "*.eml") : [];
        // A file that is still being written is not the mail yet, and may not even be opened.
        try
        {
            return
                files.Length > 0
                && await File.ReadAllTextAsync(files[0]) is { } text
                && text.TrimEnd().EndsWith("as it is.", StringComparison.Ordinal)
                ? text
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }, "a mail");

    /// <summary>A fresh context to look at what is really stored.</summary>
    public CommerceKittyDbContext OpenDatabase() => Services.OpenDatabase();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(EnvironmentName);
        // Only Development has the files of a build by itself.
        if (EnvironmentName != Environments.Development)
            builder.UseStaticWebAssets();
        builder.UseSetting("urls", "http://127.0.0.1:0");
        builder.UseSetting("Database:Provider", TestDatabase.Provider);
        builder.UseSetting("ConnectionStrings:CommerceKitty", Through(_database.ConnectionString));
        builder.UseSetting("Announce", "false");
        // A class of tests is one caller, and faster than any.
        builder.UseSetting("RateLimits:RequestsPerMinute", "1000000");
        builder.UseSetting("RateLimits:RefusalsPerMinute", "1000000");
        builder.UseSetting("RateLimits:SignInsPerMinute", "1000000");
        builder.UseSetting("Mail:Folder", MailFolder);
        builder.UseSetting("Setup:Page", SetupPage ? "true" : "false");
        builder.UseSetting("Demo:Seed", DemoShop ? "true" : "false");
        builder.UseSetting("Demo:Keys", DemoKeys ? "true" : "false");
        builder.ConfigureLogging(logging =>
        {
            logging.ClearProviders();
            logging.AddProvider(new Collector(Logs));
            logging.SetMinimumLevel(LogLevel.Trace);
            logging.AddFilter<Collector>(null, LogLevel.Trace);
        });
        builder.ConfigureServices(services =>
        {
            services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1_000);
            Configure(services);
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        _database.Dispose();
        if (Directory.Exists(MailFolder))
            Directory.Delete(MailFolder, recursive: true);
    }

    private sealed class Collector(ConcurrentQueue<string> lines) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Line(lines, categoryName);

        public void Dispose()
        {
        }

        private sealed class Line(ConcurrentQueue<string> lines, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel,
                EventId eventId,
                TState state,
                Exception? exception,
                Func<TState, Exception?, string> formatter
            ) => lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {exception}");
        }
    }
}
