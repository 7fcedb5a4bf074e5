using CommerceKitty.Admin;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Security;

if (CommandLine.Handles(args))
    return await CommandLine.RunAsync(args, Console.Out, Console.Error, Console.In);

var builder = WebApplication.CreateBuilder(args);
builder.AddCommerceKittySettings();
builder.AddCommerceKittyCore();
builder.Services.AddCommerceKittySignIn(builder.Environment);
builder.Services.AddCommerceKittyApi();

var app = builder.Build();
app.UseApiConventions();
app.UseAuthentication();
app.UseMiddleware<CurrentActorMiddleware>();
app.UseAuthorization();
app.MapCommerceKittyApi();
await app.RunAsync();
return 0;

/// <summary>The composition root; public so that tests can host it.</summary>
public partial class Program;
