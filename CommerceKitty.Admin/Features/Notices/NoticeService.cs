using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Notices;

/// <summary>The notices of the signed-in person. One goes away by itself once it is no longer true: the key has another end, or was
/// revoked. Who is neither responsible for a key nor may edit keys any more sees none about it (R3).</summary>
public sealed class NoticeService(Operations operations)
{
    /// <summary>How many are listed.</summary>
    public const int Most = 30;

    /// <summary>The newest notices.</summary>
    public Task<Result<IReadOnlyList<NoticeRow>>> ListAsync(CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyList<NoticeRow>>(Requirement.SignedIn, async (db, actor) =>
            await Mine(db, actor)
                .OrderByDescending(r => r.Notice!.At).ThenByDescending(r => r.NoticeId)
                .Take(Most)
                .Select(r => new NoticeRow(
                    r.NoticeId, r.Notice!.ApiKeyId, r.Notice.ApiKey!.Name, r.Notice.About, r.Notice.At, r.ReadAt != null))
                .ToListAsync(ct), ct);

    /// <summary>Marks the person's own notices as read. It changes nothing for anyone else, so it is not audited.</summary>
    public Task<Result<Done>> MarkReadAsync(CancellationToken ct = default) =>
        operations.ChangeAsync<Done>(Requirement.SignedIn, async work =>
        {
            var me = work.Actor.User!.UserId;
            foreach (var unread in await work.Db.NoticeRecipients.Where(r => r.UserId == me && r.ReadAt == null).ToListAsync(ct))
                unread.ReadAt = work.Now;
            return Done.Value;
        }, ct);

    /// <summary>What a person is told and may know now, by the bell and by mail.</summary>
    internal static IQueryable<NoticeRecipient> Visible(IQueryable<NoticeRecipient> all, int userId, bool mayEdit) =>
        all.Where(r => r.UserId == userId
            && r.Notice!.ApiKey!.RevokedAt == null && r.Notice.ApiKey.ExpiresAt == r.Notice.About
            && (mayEdit || (r.Notice.ApiKey.ResponsibleUserId ?? r.Notice.ApiKey.CreatedById) == userId));

    private static IQueryable<NoticeRecipient> Mine(CommerceKittyDbContext db, Actor actor) =>
        Visible(db.NoticeRecipients.AsNoTracking(), actor.User!.UserId, Authority.May(actor, Permissions.ApiKeys.Edit));
}
