using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.UserGroups;

/// <summary>Which API keys used a permission: what breaks when it goes.</summary>
internal static class PermissionUses
{
    /// <summary>The most days ago that a use counts.</summary>
    public const int Days = 90;

    /// <summary>How many of these keys, not counting revoked ones, used any of these permissions in the last <see cref="Days"/>.</summary>
    public static async Task<int> CountKeysAsync(
        CommerceKittyDbContext db, IQueryable<ApiKey> keys, PermissionSet permissions, DateTime now, CancellationToken ct)
    {
        if (permissions.Count == 0)
            return 0;
        var names = UserGroupRows.Names(permissions);
        var since = now.AddDays(-Days);
        return await keys.CountAsync(
            k => k.RevokedAt == null
                && db.ApiKeyUsages.Any(u =>
                    u.ApiKeyId == k.Id && u.Hour >= since && u.Result == KeyUseResult.Accepted && names.Contains(u.Permission)),
            ct);
    }
}
