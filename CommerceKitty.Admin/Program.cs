using CommerceKitty.Admin;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Security;

args = Startup.UseDefaultEnvironment(args);
if (CommandLine.Handles(args))
    return await CommandLine.RunAsync(args, Console.Out, Console.Error, Console.In);

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = Startup.ContentRoot() });
builder.WebHost.ConfigureKestrel(o => o.AddServerHeader = false);
builder.UseDefaultAddress();
builder.AddCommerceKittySettings();
builder.AddCommerceKittyCore();
builder.Services.AddCommerceKittySignIn(builder.Environment);
builder.Services.AddCommerceKittyPages();
builder.Services.AddCommerceKittyApi();

var app = builder.Build();
await Startup.PrepareDatabaseAsync(app.Services);
await app.Services.GetRequiredService<OwnerSetup>().AnnounceAsync();

if (!app.Environment.IsDevelopment())
    app.UseHsts();
app.UseApiConventions();
app.UsePageConventions();
app.UseRouting();
app.UseMiddleware<OwnerSetupMiddleware>();
app.UseAuthentication();
app.UseMiddleware<RateLimitMiddleware>();
app.UseMiddleware<CurrentActorMiddleware>();
app.UseAuthorization();
app.UseMiddleware<IdempotencyMiddleware>();
app.UseAntiforgery();
app.MapCommerceKittyApi();
app.MapCommerceKittyPages();
app.MapAccount();
app.MapProductExport();
app.MapStockExport();
app.AnnounceWhenStarted();
await app.RunAsync();
return 0;

/// <summary>The composition root; public so that tests can host it.</summary>
public partial class Program;
