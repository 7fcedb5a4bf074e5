using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Access;

/// <summary>Keeps what each key, user and group was, from each access version on (design §9): the states that a transaction leaves
/// behind, in that transaction.</summary>
internal static class AccessHistory
{
    /// <summary>How many subjects are read at once: databases limit the parameters of a query.</summary>
    private const int AtOnce = 500;

    /// <summary>Adds a row for each subject that the transaction changed, as it is at its end.</summary>
    public static async Task RecordAsync(Work work, AccessTransaction access, CancellationToken ct)
    {
        if (access.Version is not { } version)
            return;
        foreach (var ids in Ids(AccessSubject.ApiKey))
            await AddKeysAsync(work, version, ids, ct);
        foreach (var ids in Ids(AccessSubject.User))
            await AddUsersAsync(work, version, ids, ct);
        foreach (var ids in Ids(AccessSubject.UserGroup))
            await AddGroupsAsync(work, version, ids, ct);
        await work.SaveAsync(ct);

        IEnumerable<int[]> Ids(AccessSubject subject) => access.Logged.Where(s => s.Subject == subject).Select(s => s.Id).Chunk(AtOnce);
    }

    /// <summary>From when on history is complete; null when it is from the account's beginning. UTC.</summary>
    public static Task<DateTime?> ReadBeginningAsync(CommerceKittyDbContext db, CancellationToken ct) =>
        db.Set<AccessVersion>().Where(v => v.Id == AccessVersion.RowId).Select(v => v.HistoryFrom).SingleAsync(ct);

    private static async Task AddKeysAsync(Work work, long version, int[] ids, CancellationToken ct)
    {
        var keys = await work.Db.ApiKeys.AsNoTracking()
            .Where(k => ids.Contains(k.Id))
            .Select(k => new { k.Id, k.UserId, k.Enabled, k.PausedUntil, Revoked = k.RevokedAt != null, k.ExpiresAt })
            .ToListAsync(ct);
        work.Db.AddRange(keys.Select(k => new ApiKeyHistory
        {
            ApiKeyId = k.Id,
            Version = version,
            At = work.Now,
            UserId = k.UserId,
            Enabled = k.Enabled,
            PausedUntil = k.PausedUntil,
            Revoked = k.Revoked,
            ExpiresAt = k.ExpiresAt,
        }));
    }

    private static async Task AddUsersAsync(Work work, long version, int[] ids, CancellationToken ct)
    {
        var users = await work.Db.Users.AsNoTracking()
            .Where(u => ids.Contains(u.Id))
            .Select(u => new
            {
                u.Id,
                u.Email,
                u.FirstName,
                u.LastName,
                u.Enabled,
                u.IsOwner,
                GroupId = work.Db.UserRoles.Where(m => m.UserId == u.Id).Select(m => (int?)m.RoleId).FirstOrDefault(),
            })
            .ToDictionaryAsync(u => u.Id, ct);
        work.Db.AddRange(ids.Select(id =>
        {
            var user = users.GetValueOrDefault(id);
            return new UserHistory
            {
                UserId = id,
                Version = version,
                At = work.Now,
                Email = user?.Email ?? string.Empty,
                Name = user is null ? string.Empty : User.FullName(user.FirstName, user.LastName),
                Enabled = user?.Enabled ?? false,
                IsOwner = user?.IsOwner ?? false,
                UserGroupId = user?.GroupId,
            };
        }));
    }

    private static async Task AddGroupsAsync(Work work, long version, int[] ids, CancellationToken ct)
    {
        var groups = await work.Db.Roles.AsNoTracking()
            .Where(g => ids.Contains(g.Id))
            .Select(g => new { g.Id, g.Code, Name = g.Name! })
            .ToDictionaryAsync(g => g.Id, ct);
        var granted = (await work.Db.RoleClaims.AsNoTracking()
            .Where(c => ids.Contains(c.RoleId) && c.ClaimType == ClaimNames.Permission)
            .Select(c => new { c.RoleId, c.ClaimValue })
            .ToListAsync(ct)).ToLookup(c => c.RoleId, c => c.ClaimValue!);
        work.Db.AddRange(ids.Select(id => new UserGroupHistory
        {
            UserGroupId = id,
            Version = version,
            At = work.Now,
            Code = groups.GetValueOrDefault(id)?.Code ?? string.Empty,
            Name = groups.GetValueOrDefault(id)?.Name ?? string.Empty,
            Permissions = string.Join(' ', granted[id].Order(StringComparer.Ordinal)),
        }));
    }
}
