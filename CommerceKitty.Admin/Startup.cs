using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Demo;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
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
        builder.Services.AddScoped<ApiKeyService>();
        builder.Services.AddSingleton<ApiKeyVerifier>();
        builder.Services.AddSingleton<ApiKeyUseRecorder>();
        builder.Services.AddScoped<OrderService>();
        builder.Services.AddScoped<ProductService>();
        builder.Services.AddScoped<InventoryService>();
        builder.Services.AddSingleton<DemoShop>();
        builder.Services.AddHostedService(p => p.GetRequiredService<ApiKeyUseRecorder>());
    }
}
