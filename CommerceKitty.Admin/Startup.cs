using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin;

/// <summary>What the web server and the command line share: settings, services, and making the database ready.</summary>
public static class Startup
{
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

    /// <summary>Registers the database, Identity and the features' services.</summary>
    public static void AddCommerceKittyCore(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddCommerceKittyDatabase(builder.Configuration, builder.Environment);
        builder.Services.AddCommerceKittyIdentity();
        builder.Services.AddScoped<UserService>();
        builder.Services.AddScoped<UserGroupService>();
        builder.Services.AddScoped<AuditLogService>();
        builder.Services.AddScoped<ApiKeyService>();
        builder.Services.AddSingleton<ApiKeyVerifier>();
        builder.Services.AddSingleton<ApiKeyUseRecorder>();
        builder.Services.AddHostedService(p => p.GetRequiredService<ApiKeyUseRecorder>());
    }

    /// <summary>Makes the database ready for this version.</summary>
    public static Task PrepareDatabaseAsync(IServiceProvider services, CancellationToken ct = default) =>
        services.GetRequiredService<DatabaseMigrator>().MigrateAsync(ct);
}
