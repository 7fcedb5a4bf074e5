using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Dossier;

/// <summary>What a user could do from each change on: its own states, and those of the groups that it was in. The caller has checked the
/// permission.</summary>
internal static class DossierHistory
{
    /// <summary>Reads it, the newest first.</summary>
    public static async Task<DossierTable> ReadAsync(CommerceKittyDbContext db, int userId, int most, CancellationToken ct)
    {
        var users = await db.Set<UserHistory>().AsNoTracking().Where(h => h.UserId == userId)
            .OrderByDescending(h => h.Version).Take(DossierPart.History.Most + 1).ToListAsync(ct);
        var ids = users.Select(u => u.UserGroupId).OfType<int>().Distinct().ToList();
        var groups = await db.Set<UserGroupHistory>().AsNoTracking().Where(h => ids.Contains(h.UserGroupId))
            .OrderByDescending(h => h.Version).Take(DossierPart.History.Most + 1).ToListAsync(ct);
        // A group without permissions has no history of its own. Codes never change.
        var codes = await db.Roles.Where(g => ids.Contains(g.Id)).ToDictionaryAsync(g => g.Id, g => g.Code, ct);
        var states = Merge(users, groups, codes);
        var rows = states.TakeLast(most).Reverse().ToList();
        var versions = rows.ConvertAll(r => (long?)r.Version);
        var authors = (await db.AuditEntries.AsNoTracking().Where(e => versions.Contains(e.AccessVersion)).OrderBy(e => e.Id)
                .Select(e => new { e.AccessVersion, e.At, e.Actor, e.ActorApiKey, e.Action, e.Id })
                .ToListAsync(ct))
            .ToLookup(e => (e.AccessVersion!.Value, e.At));
        return new DossierTable(
            DossierPart.History,
            [
                new("at", "From"), new("enabled", "Enabled"), new("owner", "Owner"), new("group", "Group"),
                new("permissions", "Permissions"), new("gained", "Gained"), new("lost", "Lost"), new("by", "By"),
                new("action", "Action"), new("auditEntryId", "Audit entry"),
            ],
            [
                .. rows.Select(r =>
                {
                    // What an upgrade found has the version of a change that need not have made it.
                    var author = authors[(r.Version, r.At)].FirstOrDefault();
                    var by = author?.ActorApiKey is { } key ? $"{author.Actor} via key {key}" : author?.Actor;
                    return (object?[])
                    [
                        r.At, r.Enabled, r.IsOwner, r.Group, Names(r.May), Names(r.Gained), Names(r.Lost), by, author?.Action, author?.Id,
                    ];
                }),
            ],
            states.Count > most || users.Count > DossierPart.History.Most || groups.Count > DossierPart.History.Most);
    }

    private static List<State> Merge(
        List<UserHistory> users, List<UserGroupHistory> groups, Dictionary<int, string> codes)
    {
        var known = new Dictionary<int, UserGroupHistory>();
        var changes = users.Select(u => (u.Version, u.At, User: (UserHistory?)u, Group: (UserGroupHistory?)null))
            .Concat(groups.Select(g => (g.Version, g.At, User: (UserHistory?)null, Group: (UserGroupHistory?)g)))
            // One change can be about the user and several groups: what counts is what it left behind.
            .GroupBy(c => c.Version)
            .OrderBy(c => c.Key);
        UserHistory? user = null;
        var states = new List<State>();
        foreach (var change in changes)
        {
            foreach (var changed in change.Select(c => c.Group).OfType<UserGroupHistory>())
                known[changed.UserGroupId] = changed;
            var isUsers = change.Any(c => c.User is not null);
            user = change.Select(c => c.User).FirstOrDefault(u => u is not null) ?? user;
            if (user is null || (!isUsers && !change.Any(c => c.Group!.UserGroupId == user.UserGroupId)))
                continue;
            var group = user.UserGroupId is { } id ? known.GetValueOrDefault(id) : null;
            var may = (user.Enabled, user.IsOwner, group) switch
            {
                (false, _, _) => PermissionSet.None,
                (_, true, _) => PermissionSet.All,
                (_, _, null) => PermissionSet.None,
                _ => PermissionSet.Of(group.Permissions.Split(' ')),
            };
            var before = states.Count == 0 ? PermissionSet.None : states[^1].May;
            var at = change.First().At;
            var code = group?.Code ?? codes.GetValueOrDefault(user.UserGroupId ?? 0, string.Empty);
            states.Add(new State(
                change.Key, at, user.Enabled, user.IsOwner, code, may, may.Without(before), before.Without(may)));
        }

        return states;
    }

    private static string Names(PermissionSet permissions) => string.Join(' ', permissions.Permissions.Select(p => p.Name));

    private sealed record State(
        long Version, DateTime At, bool Enabled, bool IsOwner, string Group, PermissionSet May, PermissionSet Gained, PermissionSet Lost);
}
