using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;

namespace CommerceKitty.Admin.Benchmarks;

/// <summary>A user with a key, in whatever database there is.</summary>
internal static class BenchShop
{
    /// <summary>Makes a new key of the bench's user, and the user first if need be.</summary>
    public static async Task<string> EnsureKeyAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(Actor.CommandLine("bench"));
        var users = scope.ServiceProvider.GetRequiredService<Features.Users.UserService>();
        var user = await users.FindByEmailAsync("bench@example.com");
        if (!user.IsDone)
        {
            user = await users.CreateAsync(new Features.Users.CreateUserRequest
            {
                Email = "bench@example.com",
                FirstName = "Bench",
                LastName = "Mark",
                GroupCode = StandardGroups.Operations,
                Kind = UserKind.Integration,
            });
        }

        var created = await scope.ServiceProvider.GetRequiredService<ApiKeyService>()
            .CreateAsync(
                new CreateApiKeyRequest("Bench", user.IsDone ? user.Value.Id : throw new InvalidOperationException(user.Error.Message)));
        return created.IsDone ? created.Value.Secret.Reveal() : throw new InvalidOperationException(created.Error.Message);
    }
}
