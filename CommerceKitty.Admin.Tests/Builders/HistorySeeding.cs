using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Builders;

/// <summary>The beginning of history for what the other builders made behind the services' back, as an upgrade writes it.</summary>
public static class HistorySeeding
{
    /// <summary>Records the users and groups that have no history yet.</summary>
    public static async Task BeginHistoryAsync(this TestShop shop)
    {
        const long Beginning = 0;
        var now = shop.Time.GetUtcNow().UtcDateTime;
        await using var db = shop.OpenDatabase();
        foreach (var user in await db.Users.Where(u => !db.Set<UserHistory>().Any(h => h.UserId == u.Id)).ToListAsync())
        {
            db.Add(new UserHistory
            {
                UserId = user.Id,
                Version = Beginning,
                At = now,
                Email = user.Email!,
                Name = user.Name,
                Enabled = user.Enabled,
                IsOwner = user.IsOwner,
                UserGroupId = await db.UserRoles.Where(m => m.UserId == user.Id).Select(m => (int?)m.RoleId).SingleOrDefaultAsync(),
            });
        }

        foreach (var group in await db.Roles.Where(g => !db.Set<UserGroupHistory>().Any(h => h.UserGroupId == g.Id)).ToListAsync())
        {
            var granted = await db.RoleClaims.Where(c => c.RoleId == group.Id && c.ClaimType == ClaimNames.Permission)
                .Select(c => c.ClaimValue!).ToListAsync();
            db.Add(new UserGroupHistory
            {
                UserGroupId = group.Id,
                Version = Beginning,
                At = now,
                Code = group.Code,
                Name = group.Name!,
                Permissions = string.Join(' ', granted),
            });
        }

        await db.SaveChangesAsync();
    }
}
