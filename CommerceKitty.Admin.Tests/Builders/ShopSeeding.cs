using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Builders;

/// <summary>Puts people, groups and keys into a running product, by Identity's managers and the product's own services.</summary>
public static class ShopSeeding
{
    /// <summary>The password of people who are given one.</summary>
    public const string Password = "correct-horse-battery";

    /// <summary>A fresh context, as within a unit of work: all nodes learn what is written by it.</summary>
    public static CommerceKittyDbContext OpenDatabase(this IServiceProvider services)
    {
        var db = services.GetRequiredService<IDbContextFactory<CommerceKittyDbContext>>().CreateDbContext();
        _ = new Work(services, db, Actor.System);
        return db;
    }

    /// <summary>Adds a group with these permissions.</summary>
    public static async Task<UserGroup> AddGroupAsync(this IServiceProvider services, string code, params IEnumerable<string> permissions)
    {
        await using var scope = services.CreateAsyncScope();
        _ = new Work(scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<CommerceKittyDbContext>(), Actor.System);
        var groups = scope.ServiceProvider.GetRequiredService<RoleManager<UserGroup>>();
        var group = new UserGroup { Code = code, Name = code, CreatedAt = Now(services) };
        (await groups.CreateAsync(group)).Succeeded.Should().BeTrue();
        foreach (var permission in permissions)
            (await groups.AddClaimAsync(group, new Claim(ClaimNames.Permission, permission))).Succeeded.Should().BeTrue();
        return group;
    }

    /// <summary>Adds a user in a group that exists. People get <see cref="Password"/>.</summary>
    public static async Task<User> AddUserAsync(
        this IServiceProvider services,
        string email,
        string groupCode,
        UserKind kind = UserKind.Person,
        bool owner = false,
        bool enabled = true)
    {
        await using var scope = services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var db = scope.ServiceProvider.GetRequiredService<CommerceKittyDbContext>();
        _ = new Work(scope.ServiceProvider, db, Actor.System);
        var user = new User
        {
            UserName = email,
            Email = email,
            FirstName = email.Split('@')[0],
            LastName = "Test",
            Kind = kind,
            IsOwner = owner,
            Enabled = enabled,
            CreatedAt = Now(services),
        };
        var result = kind == UserKind.Person ? await users.CreateAsync(user, Password) : await users.CreateAsync(user);
        result.Succeeded.Should().BeTrue(string.Join(' ', result.Errors.Select(e => e.Description)));
        var groupName = await db.Roles.Where(g => g.Code == groupCode).Select(g => g.Name!).SingleAsync();
        (await users.AddToRoleAsync(user, groupName)).Succeeded.Should().BeTrue();
        return user;
    }

    /// <summary>A user in a group of its own with exactly these permissions.</summary>
    public static async Task<User> AddUserWithAsync(this IServiceProvider services, string email, params IEnumerable<string> permissions)
    {
        var code = email.Split('@')[0] + "-group";
        await services.AddGroupAsync(code, permissions);
        return await services.AddUserAsync(email, code);
    }

    /// <summary>Thousands of integrations in a group, called User 0, User 1, …; Identity's managers would take a minute.</summary>
    public static async Task AddManyUsersAsync(this IServiceProvider services, string groupCode, int count)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CommerceKittyDbContext>();
        _ = new Work(scope.ServiceProvider, db, Actor.System);
        var group = await db.Roles.SingleAsync(g => g.Code == groupCode);
        var users = Enumerable.Range(0, count).Select(i => new User
        {
            UserName = $"u{i}@example.com",
            NormalizedUserName = $"U{i}@EXAMPLE.COM",
            Email = $"u{i}@example.com",
            NormalizedEmail = $"U{i}@EXAMPLE.COM",
            FirstName = $"User {i}",
            LastName = string.Empty,
            SecurityStamp = "stamp",
            Kind = UserKind.Integration,
            CreatedAt = Now(services),
        }).ToList();
        db.AddRange(users);
        await db.SaveChangesAsync();
        db.UserRoles.AddRange(users.Select(u => new IdentityUserRole<int> { UserId = u.Id, RoleId = group.Id }));
        await db.SaveChangesAsync();
    }

    /// <summary>The account owner, in an empty group: the owner's power comes from nowhere else.</summary>
    public static async Task<User> AddOwnerAsync(this IServiceProvider services)
    {
        await services.AddGroupAsync("nothing");
        return await services.AddUserAsync("owner@example.com", "nothing", owner: true);
    }

    /// <summary>A key for the user, made at the command line.</summary>
    public static async Task<(int Id, string Value)> AddKeyAsync(
        this IServiceProvider services, User user, string name = "Test key", int? expiresInDays = null)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(Actor.CommandLine("tester"));
        var created = await scope
            .ServiceProvider.GetRequiredService<ApiKeyService>()
            .CreateAsync(new CreateApiKeyRequest(
                name, user.Id, expiresInDays is { } days ? KeyEnd.InDays(days) : KeyEnd.Never("Its test moves the clock")));
        created.Error.Should().BeNull();
        return (created.Value!.Key.Id, created.Value.Secret.Reveal());
    }

    /// <summary>The value of a key of someone new who may do these things and does not own the shop.</summary>
    /// <param name="services">The product's.</param>
    /// <param name="who">How the user's email begins; it is told from others by what follows.</param>
    /// <param name="permissions">What the user may do.</param>
    /// <param name="name">The key's.</param>
    public static async Task<string> AddKeyOfNewUserAsync(
        this IServiceProvider services,
        string who,
        IEnumerable<string> permissions,
        string name = "Test key")
    {
        var user = await services.AddUserWithAsync(
            $"{who}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}@example.com",
            permissions);
        return (await services.AddKeyAsync(user, name)).Value;
    }

    /// <summary>The principal of a request with this key of this user.</summary>
    public static ClaimsPrincipal Principal(UserAccess user, int apiKeyId, int? requestsPerMinute = null) =>
        new KeyAccess(
            new KeyState(apiKeyId, user.UserId, Enabled: true, Revoked: false, ValidUntil: null, requestsPerMinute),
            user,
            default)
            .AdmittedFrom(address: null).Result.Principal!;

    /// <summary>The cookie's principal of a signed-in person.</summary>
    public static ClaimsPrincipal Principal(User user) => new(new ClaimsIdentity(
    [
        new Claim(ClaimTypes.NameIdentifier, user.Id.ToString(CultureInfo.InvariantCulture)),
        new Claim(ClaimTypes.Name, user.Email!),
        new Claim(ClaimNames.SecurityStamp, user.SecurityStamp!),
    ], "Test"));

    private static DateTime Now(IServiceProvider services) => services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
}
