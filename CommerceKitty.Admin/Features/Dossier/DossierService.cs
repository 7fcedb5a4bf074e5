using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Dossier;

/// <summary>Everything that is known about a user, part by part. Each part requires what seeing it elsewhere requires; a part that the
/// actor may not see is left out. No part has a secret.</summary>
public sealed class DossierService(Operations operations, IKeyUseRecorder uses, TimeProvider time)
{
    /// <summary>What a dossier of this user has for the actor.</summary>
    public Task<Result<DossierCover>> GetAsync(int userId, CancellationToken ct = default) =>
        operations.ReadAsync<DossierCover>(DossierPart.Floor, async (db, actor) =>
            (await UserRows.FindAsync(db, userId, ct)).Map(user => Cover(user, actor, time.GetUtcNow().UtcDateTime)), ct);

    /// <summary>The same for a download, which is audited before anything of it is read.</summary>
    public async Task<Result<DossierCover>> BeginDownloadAsync(int userId, CancellationToken ct = default)
    {
        await uses.CatchUpAsync(ct);
        return await operations.ChangeAsync<DossierCover>(DossierPart.Floor, async work =>
        {
            var user = await UserRows.FindAsync(work.Db, userId, ct);
            if (!user.IsDone)
                return user.Error;
            var cover = Cover(user.Value, work.Actor, work.Now);
            work.Audit(AuditActions.UserDossierDownloaded, new AuditTarget("users", userId, user.Value.Name), after: new
            {
                Parts = cover.Parts.Select(p => p.Name).ToArray(),
                LeftOut = cover.LeftOut.Select(p => p.Name).ToArray(),
            });
            return cover;
        }, ct);
    }

    /// <summary>One part.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="part">Which.</param>
    /// <param name="most">The most rows, if fewer than the part's own bound.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<DossierTable>> ReadAsync(
        int userId, DossierPart part, int most = int.MaxValue, CancellationToken ct = default) =>
        operations.ReadAgainAsync<DossierTable>(part.Requirement, async (db, _) =>
        {
            var user = await UserRows.FindAsync(db, userId, ct);
            if (!user.IsDone)
                return user.Error;
            var bounded = Math.Min(part.Most, most);
            return part.Name switch
            {
                "user" => OfUser(user.Value),
                "api-keys" => await DossierKeys.ReadAsync(db, userId, time.GetUtcNow().UtcDateTime, bounded, ct),
                "usage" => await DossierKeys.ReadUsageAsync(db, userId, time.GetUtcNow().UtcDateTime, bounded, ct),
                "calls" => await DossierKeys.ReadCallsAsync(db, userId, bounded, ct),
                "refusals" => await DossierKeys.ReadRefusalsAsync(db, userId, bounded, ct),
                "permissions" => await DossierHistory.ReadAsync(db, userId, bounded, ct),
                "sessions" => await ReadSessionsAsync(db, userId, bounded, ct),
                "audit-log" => await DossierAudit.ReadAsync(db, userId, bounded, ct),
                _ => await DossierAudit.VerifyAsync(db, time, ct),
            };
        }, ct);

    private static DossierCover Cover(UserRow user, Actor actor, DateTime at)
    {
        var parts = DossierPart.All.ToLookup(p => p.Refuse(actor) is null);
        return new DossierCover(user, at, actor.Label, [.. parts[true]], [.. parts[false]]);
    }

    private static DossierTable OfUser(UserRow user) => new(
        DossierPart.User,
        [
            new("id", "ID"), new("email", "Email"), new("name", "Name"), new("kind", "Kind"), new("group", "Group"),
            new("groupName", "Group name"), new("enabled", "Enabled"), new("owner", "Owner"), new("createdAt", "Created"),
            new("lastSignInAt", "Last sign-in"),
        ],
        [
            [
                user.Id, user.Email, user.Name, DossierText.Name(user.Kind), user.GroupCode, user.GroupName, user.Enabled, user.IsOwner,
                user.CreatedAt, user.LastSignInAt,
            ],
        ],
        IsCut: false);

    private static async Task<DossierTable> ReadSessionsAsync(CommerceKittyDbContext db, int userId, int most, CancellationToken ct)
    {
        var sessions = await db.UserSessions.AsNoTracking()
            .Where(s => s.UserId == userId)
            .OrderByDescending(s => s.StartedAt).ThenByDescending(s => s.Id)
            .Take(most + 1)
            .Select(s => new { s.StartedAt, s.LastSeenAt, s.EndedAt, s.Address, s.UserAgent })
            .ToListAsync(ct);
        return new DossierTable(
            DossierPart.Sessions,
            [
                new("startedAt", "Started"), new("lastSeenAt", "Last seen"), new("endedAt", "Ended"), new("address", "Address"),
                new("browser", "Browser"),
            ],
            [.. sessions.Take(most).Select(s => (object?[])[s.StartedAt, s.LastSeenAt, s.EndedAt, s.Address, s.UserAgent])],
            sessions.Count > most);
    }
}
