using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Demo;

/// <summary>Fills an empty database of a developer's machine with a believable shop, the same one each time: people with one known
/// password, groups, products, stock, 90 days of orders, and API keys with their past, whose values nobody knows.</summary>
public sealed class DemoShop(UnitOfWork unitOfWork, DemoSettings settings, IHostEnvironment environment)
{
    /// <summary>How many orders it has.</summary>
    public const int OrderCount = 400;

    /// <summary>Over how many days they are spread.</summary>
    public const int Days = 90;

    /// <summary>The group of people who help users: they see keys, users, groups and the audit log.</summary>
    public const string SupportGroup = "support";

    /// <summary>The group of the integration that keeps stock: it reads and edits orders and inventory.</summary>
    public const string IntegrationGroup = "integration";

    /// <summary>The group of the Zapier integration: it reads orders.</summary>
    public const string ZapierGroup = "zapier";

    /// <summary>Who a newcomer signs in as.</summary>
    public const string OwnerEmail = "owner@commercekitty.example";

    /// <summary>The group of the merchandise system: it creates orders and reads stock and products.</summary>
    public const string ErpGroup = "erp";

    /// <summary>Seeds everything in one transaction; does nothing when there is any user.</summary>
    /// <returns>True when it seeded.</returns>
    /// <exception cref="InvalidOperationException">Outside Development, where a known password would be an open door; or
    /// <c>Demo:Password</c> is not set.</exception>
    public async Task<bool> SeedAsync(CancellationToken ct = default)
    {
        if (!environment.IsDevelopment())
        {
            throw new InvalidOperationException(
                $"The demo shop has users whose password everybody knows, so it is for Development only; this is "
                + $"{environment.EnvironmentName}. "
                + "Remove the setting Demo:Seed.");
        }

        var password = settings.Password
            ?? throw new InvalidOperationException("Set Demo:Password to the password that the people of the demo shop are to have.");
        var seeded = await unitOfWork.RunAsync<SeedOutcome>(Actor.System, async work =>
        {
            if (await work.Db.Users.AnyAsync(ct))
                return SeedOutcome.Left;
            await AddGroupsAsync(work, ct);
            await AddUsersAsync(work, password);
            DemoCommerce.Add(work);
            if (settings.HasKeys)
            {
                await AddKeyHoldersAsync(work, password, ct);
                await work.SaveAsync(ct);
                await DemoKeys.AddAsync(work, ct);
            }

            return SeedOutcome.Seeded;
        }, ct);
        if (!seeded.IsDone || seeded.Value != SeedOutcome.Seeded)
            return false;
        if (settings.HasKeys)
        {
            await unitOfWork.RunAsync<Done>(Actor.System, async work =>
            {
                await DemoKeys.NameCausesAsync(work, ct);
                return Done.Value;
            }, ct);
        }

        return true;
    }

    private enum SeedOutcome
    {
        Left,
        Seeded,
    }

    private static async Task AddGroupsAsync(Work work, CancellationToken ct)
    {
        await StandardGroups.EnsureAsync(work, ct);
        await StandardGroups.EnsureAsync(work, SupportGroup, "Support", p => StandardGroups.IsView(p)
            && p.Resource is "api-keys" or "users" or "user-groups" or "audit-log", ct);
        await StandardGroups.EnsureAsync(work, IntegrationGroup, "Integration", p => p.Resource is "inventory"
            || p.Name is Permissions.Orders.ViewAll or Permissions.Orders.View or Permissions.Orders.Edit, ct);
        await StandardGroups.EnsureAsync(work, ZapierGroup, "Zapier",
            p => p.Name is Permissions.Orders.ViewAll or Permissions.Orders.View, ct);
    }

    /// <summary>Those who have keys and are not needed otherwise.</summary>
    private static async Task AddKeyHoldersAsync(Work work, string password, CancellationToken ct)
    {
        await StandardGroups.EnsureAsync(work, ErpGroup, "ERP",
            p => p.Name is Permissions.Orders.ViewAll or Permissions.Orders.Create or Permissions.Inventory.ViewAll
                or Permissions.Products.ViewAll, ct);
        await AddUserAsync(work, "erp", "Merchandise", "System", "ERP");
        await AddUserAsync(work, "accounting", "Accounting", string.Empty, "Operations");
        // He has left: nobody signs in as him any more.
        (await AddUserAsync(work, "jonas", "Jonas", "Weber", "Viewer", password)).Enabled = false;
    }

    private static async Task AddUsersAsync(Work work, string password)
    {
        await AddUserAsync(work, "owner", "Olivia", "Okafor", "Admin", password, owner: true);
        await AddUserAsync(work, "admin", "Adrián", "Fuentes", "Admin", password);
        await AddUserAsync(work, "ops", "Marit", "Hoekstra", "Operations", password);
        await AddUserAsync(work, "viewer", "Yuki", "Tanaka", "Viewer", password);
        await AddUserAsync(work, "support", "Samira", "El Idrissi", "Support", password);
        await AddUserAsync(work, "integration", "Nightly", "Inventory", "Integration");
        await AddUserAsync(work, "zapier", "Zapier", "Flow", "Zapier");
    }

    private static async Task<User> AddUserAsync(
        Work work, string mailbox, string firstName, string lastName, string group, string? personsPassword = null, bool owner = false)
    {
        var email = $"{mailbox}@commercekitty.example";
        var user = new User
        {
            UserName = email,
            Email = email,
            EmailConfirmed = true,
            FirstName = firstName,
            LastName = lastName,
            Kind = personsPassword is null ? UserKind.Integration : UserKind.Person,
            IsOwner = owner,
            CreatedAt = work.Now,
        };
        Demand(personsPassword is null ? await work.Users.CreateAsync(user) : await work.Users.CreateAsync(user, personsPassword));
        Demand(await work.Users.AddToRoleAsync(user, group));
        work.Audit(AuditActions.UserCreated, new AuditTarget("users", user.Id, user.Name),
            after: new { user.Email, user.Name, Kind = user.Kind.ToString(), Group = group });
        return user;

        static void Demand(IdentityResult result)
        {
            if (!result.Succeeded)
                throw new InvalidOperationException(
                    "The demo shop's users cannot be created: " + string.Join(' ', result.Errors.Select(e => e.Description)));
        }
    }
}
