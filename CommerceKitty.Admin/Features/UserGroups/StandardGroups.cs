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

    private static readonly string[] SettingsPermissions = [Permissions.Settings.View, Permissions.Settings.Edit];

    /// <summary>Creates those that are missing, within the caller's transaction. One that exists stays as people have made it.</summary>
    public static async Task EnsureAsync(Work work, CancellationToken ct = default)
    {
        await EnsureAsync(work, Viewer, "Viewer", p => IsView(p), ct);
        await EnsureAsync(work, Operations, "Operations", p => p.Resource is "orders" or "products" or "inventory", ct);
        await EnsureAsync(work, Admin, "Admin", IsAdmins, ct);
    }

    /// <summary>Gives the permissions for the settings, once, to the standard groups of an account that is older than the settings: to
    /// Admin both, to Viewer the one to view. A group that people have narrowed since gets nothing: the owner decides.</summary>
    public static async Task GrantSettingsAsync(Work work, CancellationToken ct = default)
    {
        var settings = await work.Db.AccountSettings.SingleAsync(s => s.Id == AccountSettings.RowId, ct);
        if (settings.IsGranted)
            return;
        settings.IsGranted = true;
        settings.Version++;
        await GrantAsync(work, Viewer, p => IsView(p), ct);
        await GrantAsync(work, Admin, IsAdmins, ct);
    }

    private static bool IsAdmins(Permission permission) =>
        permission.Name is not (Permissions.Users.Delete or Permissions.UserGroups.Delete);

    private static async Task GrantAsync(Work work, string code, Func<Permission, bool> includes, CancellationToken ct)
    {
        if (await work.Db.Roles.SingleOrDefaultAsync(g => g.Code == code, ct) is not { } group)
            return;
        var before = PermissionSet.Of(await work.Db.RoleClaims
            .Where(c => c.RoleId == group.Id && c.ClaimType == ClaimNames.Permission).Select(c => c.ClaimValue!).ToListAsync(ct));
        var standard = PermissionSet.Of(PermissionCatalogue.All.Where(includes).Select(p => p.Name));
        var added = standard.Without(before);
        if (added == PermissionSet.None || !PermissionSet.Of(SettingsPermissions).Covers(added))
            return;
        work.Db.RoleClaims.AddRange(added.Permissions.Select(p => new IdentityRoleClaim<int>
        {
            RoleId = group.Id,
            ClaimType = ClaimNames.Permission,
            ClaimValue = p.Name,
        }));
        // With a new stamp: a person who looked at the group before cannot overwrite this unseen.
        var saved = await work.UserGroups.UpdateAsync(group);
        if (!saved.Succeeded)
            throw new InvalidOperationException($"The user group {group.Name} cannot be changed: {saved}");
        work.AuditAs(
            Actor.System,
            AuditActions.UserGroupPermissionsChanged,
            new AuditTarget("user-groups", group.Id, group.Name!),
            new { Permissions = Names(before) },
            new { Permissions = Names(before.With(added)) });
    }

    private static List<string> Names(PermissionSet permissions) => [.. permissions.Permissions.Select(p => p.Name)];

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
