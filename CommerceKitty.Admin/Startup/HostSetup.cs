using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Mail;

namespace CommerceKitty.Admin.Startup;

/// <summary>How the process starts: environment, settings, address.</summary>
public static partial class HostSetup
{
    /// <summary>Where the web server listens when nothing says otherwise.</summary>
    public const string DefaultAddress = "http://localhost:5080";

    private const string DefaultEnvironmentArgument = "--default-environment=";

    /// <summary>Takes <c>--default-environment=NAME</c> out of the arguments: <c>dotnet run</c> passes it, so that a source tree runs as
    /// Development, while a published program that nobody configured runs as Production. Environment variables win over it.</summary>
    /// <returns>The arguments without it.</returns>
    public static string[] UseDefaultEnvironment(string[] args)
    {
        var name = args.FirstOrDefault(a => a.StartsWith(DefaultEnvironmentArgument, StringComparison.Ordinal))?[
            DefaultEnvironmentArgument.Length..
        ];
        var isSet =
            Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT");
        if (name is not null && string.IsNullOrEmpty(isSet))
            Environment.SetEnvironmentVariable("ASPNETCORE_ENVIRONMENT", name);
        return [.. args.Where(a => !a.StartsWith(DefaultEnvironmentArgument, StringComparison.Ordinal))];
    }

    /// <summary>The folder of settings and of the embedded database: the current one when it has settings, else the program's
    /// own.</summary>
    public static string ContentRoot() =>
        File.Exists(Path.Combine(Directory.GetCurrentDirectory(), "appsettings.json"))
            ? Directory.GetCurrentDirectory()
            : AppContext.BaseDirectory;

    /// <summary>Listens at <see cref="DefaultAddress"/> unless settings name an address, ports or endpoints.</summary>
    public static void UseDefaultAddress(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (string.IsNullOrEmpty(configuration["urls"]) && string.IsNullOrEmpty(configuration["http_ports"])
            && string.IsNullOrEmpty(configuration["https_ports"]) && !configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }
    }

    /// <summary>Answers only to the name of <c>PublicAddress</c>, and on this machine, unless <c>AllowedHosts</c> says otherwise: what is
    /// made from a request's Host header must not lead elsewhere.</summary>
    public static void UsePublicHost(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["AllowedHosts"]) && PublicAddress.Read(builder.Configuration) is { } address)
            builder.Configuration["AllowedHosts"] = $"{address.Host};localhost;127.0.0.1;[::1]";
        // A year, as browsers' preload lists ask for.
        builder.Services.AddHsts(o =>
        {
            o.MaxAge = TimeSpan.FromDays(365);
            o.IncludeSubDomains = builder.Configuration.GetValue("Hsts:IncludeSubDomains", defaultValue: false);
        });
    }

    /// <summary>Warns of settings that a production server should not be without.</summary>
    public static void WarnAboutSettings(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment() && !KeyRingProtection.IsConfigured(app.Configuration))
            LogKeyRing(app.Logger, KeyRingProtection.Setting);
    }

    /// <summary>Loads the settings of a developer's machine from beside the program, where the build puts them; environment
    /// variables and command-line settings still come after them.</summary>
    public static void AddCommerceKittySettings(this IHostApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment())
            return;
        var sources = builder.Configuration.Sources;
        var file = new Microsoft.Extensions.Configuration.Json.JsonConfigurationSource
        {
            Path = Path.Combine(AppContext.BaseDirectory, "appsettings.Development.json"),
            Optional = true,
        };
        file.ResolveFileProvider();
        var lastFile = sources.Select((source, index) => (source, index))
            .LastOrDefault(s => s.source is Microsoft.Extensions.Configuration.Json.JsonConfigurationSource).index;
        sources.Insert(lastFile + 1, file);
    }

    /// <summary>Prints where the product is and how to sign in, once it listens.</summary>
    public static void AnnounceWhenStarted(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        if (!app.Configuration.GetValue("Announce", defaultValue: true))
            return;
        var address = app.Urls.FirstOrDefault() ?? DefaultAddress;
        Console.WriteLine($"\n  Commerce Kitty Admin is running at {address}");
        var demo = app.Services.GetRequiredService<DemoSettings>();
        if (demo.IsWanted)
            Console.WriteLine($"  Sign in as {DemoShop.OwnerEmail} with the password {demo.Password} (demo shop, Development only)");
        Console.WriteLine("  Stop with Ctrl+C\n");
    });

    [LoggerMessage(Level = LogLevel.Warning, Message = "The keys that protect sign-in cookies are stored in the database UNENCRYPTED: "
        + "whoever reads it or a backup can sign in as anybody. Set {Setting} to a certificate.")]
    private static partial void LogKeyRing(ILogger logger, string setting);
}
