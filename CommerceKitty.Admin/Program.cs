using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Dossier;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Refusals;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;

args = HostSetup.UseDefaultEnvironment(args);
return CommandLine.Handles(args)
    ? await CommandLine.RunAsync(args, Console.Out, Console.Error, Console.In)
    : await StartProblems.ReportAsync(() => ServeAsync(args), Console.Error);

static async Task ServeAsync(string[] args)
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = HostSetup.ContentRoot() });
    builder.WebHost.ConfigureKestrel(o => o.AddServerHeader = false);
    builder.UseDefaultAddress();
    builder.AddCommerceKittySettings();
    StartProblems.RefuseAddresses(builder.Configuration);
    builder.UsePublicHost();
    builder.AddTrustedProxies();
    builder.AddCommerceKittyCore();
    builder.Services.AddCommerceKittySignIn();
    builder.Services.AddCommerceKittyPages();
    builder.Services.AddCommerceKittyApi();
    builder.Services.AddCommerceKittyOpenApi();
    builder.Services.AddCommerceKittyHealth();

    var app = builder.Build();
    await DatabasePreparation.RunAsync(app.Services);
    await app.Services.GetRequiredService<OwnerSetup>().AnnounceAsync();
    app.WarnAboutSettings();

    app.UseTrustedProxies();
    app.UseCommerceKittyHealth();
    if (!app.Environment.IsDevelopment())
        app.UseHsts();

    // The API. The policy evaluator authenticates by key, so that a request costs no more than it must (design §4).
    app.MapWhen(http => ApiPaths.IsApi(http.Request.Path), api => api
        .UseApiConventions()
        .UseRouting()
        .UseAuthorization()
        .UseMiddleware<CurrentActorMiddleware>()
        .UseMiddleware<QueryParametersMiddleware>()
        .UseReadableBodies()
        .UseEvaluatedPreconditions()
        .UseMiddleware<IdempotencyMiddleware>()
        .UseEndpoints(endpoints => endpoints.MapCommerceKittyApi()));

    // Everything else: pages and their files.
    app.UsePageConventions();
    app.UseMiddleware<SignInLimitMiddleware>();
    app.UseRouting();
    app.UseMiddleware<OwnerSetupMiddleware>();
    app.UseAuthentication();
    app.UseMiddleware<CurrentActorMiddleware>();
    app.UseAuthorization();
    app.UseAntiforgery();

    app.MapCommerceKittyDocs();
    app.MapCommerceKittyPages();
    app.MapAccount();
    app.MapApiKeyExport();
    app.MapApiKeyUsageExport();
    app.MapAuditLogExport();
    app.MapRefusalExport();
    app.MapOrderExport();
    app.MapUserExport();
    app.MapDossierDownload();
    app.MapProductExport();
    app.MapStockExport();
    app.AnnounceWhenStarted();
    await app.RunAsync();
}

/// <summary>The composition root; public so that tests can host it.</summary>
public partial class Program;
