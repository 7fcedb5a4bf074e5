using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Calls;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Dossier;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Home;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.KeyIdentification;
using CommerceKitty.Admin.Features.LeastPrivilege;
using CommerceKitty.Admin.Features.Lookalikes;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.PermissionHistory;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Refusals;
using CommerceKitty.Admin.Features.Requests;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;

namespace CommerceKitty.Admin.Startup;

/// <summary>Registers what the web server and the command line share.</summary>
public static class FeatureSetup
{
    /// <summary>Registers the database, Identity and the features' services.</summary>
    public static void AddCommerceKittyCore(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddMetrics();
        builder.Services.AddCommerceKittyDatabase(builder.Configuration, builder.Environment);
        builder.Services.AddCommerceKittyIdentity();
        builder.Services.AddCommerceKittyMail(builder.Configuration);
        builder.Services.AddScoped<UserService>();
        builder.Services.AddScoped<OwnerService>();
        builder.Services.AddScoped<UserSessionService>();
        builder.Services.AddSingleton<UserLinkMailer>();
        builder.Services.AddSingleton<UserSessions>();
        builder.Services.AddSingleton<PasswordLinkService>();
        builder.Services.AddSingleton<OwnerSetup>();
        builder.Services.AddScoped<UserGroupService>();
        builder.Services.AddScoped<AuditLogService>();
        builder.Services.AddScoped<PermissionHistoryService>();
        builder.Services.AddSingleton(RateLimitSettings.Read(builder.Configuration));
        builder.Services.AddScoped<ApiKeyQueries>();
        builder.Services.AddScoped<ApiKeyUsageQueries>();
        builder.Services.AddScoped<ApiKeyImpactQueries>();
        builder.Services.AddScoped<ApiKeyFindingService>();
        builder.Services.AddSingleton<FindingCounts>();
        builder.Services.AddScoped<ApiKeyService>();
        builder.Services.AddScoped<ApiKeyRotationService>();
        builder.Services.AddScoped<OffboardingService>();
        builder.Services.AddScoped<LeastPrivilegeService>();
        builder.Services.AddScoped<DossierService>();
        builder.Services.AddScoped<DossierArchive>();
        builder.Services.AddSingleton<DossierSlots>();
        builder.Services.AddSingleton<ApiKeyVerifier>();
        builder.Services.AddSingleton<ApiKeyUseRecorder>();
        builder.Services.AddSingleton<IKeyUseRecorder>(p => p.GetRequiredService<ApiKeyUseRecorder>());
        builder.Services.AddSingleton<ExposedKeyRecorder>();
        builder.Services.AddScoped<KeyAddressQueries>();
        builder.Services.AddSingleton<IUpkeepTask, ApiKeyUsageUpkeep>();
        builder.Services.AddScoped<CallService>();
        builder.Services.AddSingleton<CallRecorder>();
        builder.Services.AddSingleton<IUpkeepTask, CallUpkeep>();
        builder.Services.AddScoped<RefusalService>();
        builder.Services.AddSingleton<RefusalLog>();
        builder.Services.AddSingleton<RefusalRecorder>();
        builder.Services.AddSingleton<IRefusalRecorder>(p => p.GetRequiredService<RefusalRecorder>());
        builder.Services.AddSingleton<IUpkeepTask, RefusalUpkeep>();
        builder.Services.AddScoped<OrderService>();
        builder.Services.AddScoped<ProductService>();
        builder.Services.AddScoped<InventoryService>();
        builder.Services.AddSingleton<StockChanges>();
        builder.Services.AddScoped<StockService>();
        builder.Services.AddScoped<InventorySourceService>();
        builder.Services.AddScoped<StockImportService>();
        builder.Services.AddScoped<ProductImportService>();
        builder.Services.AddScoped<OrderPlacementService>();
        builder.Services.AddScoped<OrderFulfilmentService>();
        builder.Services.AddScoped<FindService>();
        builder.Services.AddScoped<KeyIdentificationService>();
        builder.Services.AddScoped<RequestFinder>();
        builder.Services.AddScoped<HomeService>();
        builder.Services.AddScoped<LookalikeService>();
        builder.Services.AddSingleton<DemoSettings>();
        builder.Services.AddSingleton<DemoShop>();
        builder.Services.AddHostedService(p => p.GetRequiredService<ApiKeyUseRecorder>());
        builder.Services.AddHostedService(p => p.GetRequiredService<ExposedKeyRecorder>());
        builder.Services.AddHostedService(p => p.GetRequiredService<RefusalRecorder>());
        builder.Services.AddHostedService(p => p.GetRequiredService<CallRecorder>());
    }
}
