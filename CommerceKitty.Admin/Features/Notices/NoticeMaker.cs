using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Notices;

/// <summary>Tells people that keys expire, each time once: the row of a notice is unique in the database, so that of several nodes that
/// find it due one makes it. What was missed while no node ran is told late; of several that are due at once only the most urgent is
/// told, and the others count as told with it.</summary>
public sealed class NoticeMaker(UnitOfWork unitOfWork)
{
    /// <summary>How many keys one transaction handles.</summary>
    private const int Batch = 200;

    /// <summary>Keys that expired longer ago are no news, for example when an account is upgraded.</summary>
    private static readonly TimeSpan Latest = TimeSpan.FromDays(30);

    /// <summary>Makes all that is due.</summary>
    public async Task RunOnceAsync(CancellationToken ct = default)
    {
        Result<int> made;
        do
            made = await unitOfWork.RunAsync<int>(Actor.System, work => MakeAsync(work, ct), ct);
        // Another node that was faster makes it a conflict; the next round finds what is left.
        while (made is { IsDone: true, Value: > 0 });
    }

    private static async Task<Result<int>> MakeAsync(Work work, CancellationToken ct)
    {
        var settings = await SettingsRow.ReadAsync(work.Db, ct);
        var made = await NoteEndsAsync(work, ct);
        // The most urgent first: it stands for the others.
        foreach (var days in settings.Notices.Order())
            made += await MakeAsync(work, settings, days, ct);
        return made;
    }

    /// <summary>Notes which keys have expired: they stay so if the clock is set back.</summary>
    private static async Task<int> NoteEndsAsync(Work work, CancellationToken ct)
    {
        var keys = await work.Db.ApiKeys
            .Where(k => k.RevokedAt == null && k.EndedAt == null && k.ExpiresAt <= work.Now)
            .OrderBy(k => k.Id)
            .Take(Batch)
            .ToListAsync(ct);
        foreach (var key in keys)
        {
            key.NoteEnd(work.Now);
            key.Version++;
            work.Audit(AuditActions.ApiKeyExpired, new("api-keys", key.Id, key.Name), after: new { key.ExpiresAt });
        }

        await work.SaveAsync(ct);
        return keys.Count;
    }

    private static async Task<int> MakeAsync(Work work, AccountSettings settings, int days, CancellationToken ct)
    {
        var (db, due, oldest) = (work.Db, work.Now.AddDays(days), work.Now - Latest);
        var told = db.Notices.Where(n => n.Kind == NoticeKind.Expiry);
        var keys = await db.ApiKeys.AsNoTracking()
            .Where(k => k.RevokedAt == null && (k.Enabled || k.PausedUntil != null) && k.User!.Enabled
                && k.ExpiresAt <= due && k.ExpiresAt > oldest
                && !told.Any(n => n.ApiKeyId == k.Id && n.Threshold == days && n.About == k.ExpiresAt))
            .OrderBy(k => k.Id)
            .Take(Batch)
            .Select(k => new
            {
                k.Id,
                k.CreatedAt,
                About = k.ExpiresAt!.Value,
                Responsible = k.ResponsibleUserId ?? k.CreatedById,
                IsTold = told.Any(n => n.ApiKeyId == k.Id && n.Threshold < days && n.About == k.ExpiresAt),
            })
            .ToListAsync(ct);
        if (keys.Count == 0)
            return 0;
        var people = await ListPeopleAsync(db, keys.Select(k => k.Responsible).OfType<int>().Distinct().ToList(), ct);
        foreach (var key in keys)
        {
            var notice = new Notice
            {
                ApiKeyId = key.Id,
                Kind = NoticeKind.Expiry,
                Threshold = days,
                About = key.About,
                At = work.Now,
            };
            db.Notices.Add(notice);
            // The person who gave a key three days knows that it ends in less than fourteen.
            if (key.IsTold || key.About.AddDays(-days) < key.CreatedAt)
                continue;
            foreach (var user in people.Recipients(key.Responsible, settings.NoticesToEditors))
                notice.Recipients.Add(new NoticeRecipient { UserId = user });
        }

        await work.SaveAsync(ct);
        return keys.Count;
    }

    private static async Task<People> ListPeopleAsync(CommerceKittyDbContext db, List<int> responsible, CancellationToken ct)
    {
        var reachable = db.Users.Where(u => u.Enabled && u.Kind == UserKind.Person);
        var editors = await reachable
            .Where(u => u.IsOwner || db.UserRoles.Any(m => m.UserId == u.Id && db.RoleClaims.Any(c =>
                c.RoleId == m.RoleId && c.ClaimType == ClaimNames.Permission && c.ClaimValue == Permissions.ApiKeys.Edit)))
            .Select(u => u.Id)
            .ToListAsync(ct);
        return new(await reachable.Where(u => responsible.Contains(u.Id)).Select(u => u.Id).ToHashSetAsync(ct), editors);
    }

    /// <summary>Who can be told.</summary>
    /// <param name="Responsible">Those of the people responsible who can still sign in.</param>
    /// <param name="Editors">Everyone who may edit keys.</param>
    private sealed record People(HashSet<int> Responsible, List<int> Editors)
    {
        /// <summary>Those who are told about a key. Where nobody responsible is left, the editors are: somebody has to know.</summary>
        public IEnumerable<int> Recipients(int? responsible, bool toEditors)
        {
            var told = responsible is { } user && Responsible.Contains(user) ? (int[])[user] : [];
            return toEditors || told.Length == 0 ? told.Union(Editors) : told;
        }
    }
}
