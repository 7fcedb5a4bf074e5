using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.UserGroups;

/// <summary>The three groups that every shop starts with.</summary>
public static class StandardGroups
{
    /// <summary>The code of the group that sees everything and changes nothing.</summary>
    public const string Viewer = "viewer";

    /// <summary>The code of the group that runs orders, products and inventory.</summary>
    public const string Operations = "operations";

    /// <summary>The code of the group that may do all but delete users and groups.</summary>
    public const string Admin = "admin";

    /// <summary>Creates those that are missing, within the caller's transaction. One that exists stays as people have made it.</summary>
    public static async Task EnsureAsync(Work work, CancellationToken ct = default)
    {
        await EnsureAsync(work, Viewer, "Viewer", p => IsView(p), ct);
        await EnsureAsync(work, Operations, "Operations", p => p.Resource is "orders" or "products" or "inventory", ct);
        await EnsureAsync(work, Admin, "Admin", p => p.Name is not (Permissions.Users.Delete or Permissions.UserGroups.Delete), ct);
    }

    /// <summary>True for permissions that only show.</summary>
    internal static bool IsView(Permission permission) => permission.Action is "view" or "view-all";

    /// <summary>Creates a group with the catalogue's permissions that <paramref name="includes"/> chooses, unless there is one.</summary>
    internal static async Task EnsureAsync(Work work, string code, string name, Func<Permission, bool> includes, CancellationToken ct)
    {
        // Codes and names are both unique; a group that has either stays as it is.
        var normalizedName = work.UserGroups.NormalizeKey(name);
        if (await work.Db.Roles.AnyAsync(g => g.Code == code || g.NormalizedName == normalizedName, ct))
            return;
        var group = new UserGroup { Code = code, Name = name, CreatedAt = work.Now };
        var created = await work.UserGroups.CreateAsync(group);
        if (!created.Succeeded)
            throw new InvalidOperationException($"The user group {name} cannot be created: {created}");
        var permissions = PermissionCatalogue.All.Where(includes).Select(p => p.Name).ToList();
        // All at once; RoleManager saves each claim by itself.
        work.Db.RoleClaims.AddRange(permissions.Select(p => new IdentityRoleClaim<int>
        {
            RoleId = group.Id,
            ClaimType = ClaimNames.Permission,
            ClaimValue = p,
        }));
        work.AuditAs(Actor.System, AuditActions.UserGroupCreated, new AuditTarget("user-groups", group.Id, name),
            after: new { group.Code, group.Name, Permissions = permissions });
        await work.Db.SaveChangesAsync(ct);
    }
}
