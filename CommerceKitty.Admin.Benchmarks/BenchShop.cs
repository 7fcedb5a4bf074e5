using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Security;

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
