using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>Signs people out from outside: one session, or all. It only takes away; but only the owner does it to the owner.</summary>
public sealed class UserSessionService(Operations operations)
{
    /// <summary>Ends one session, also its open pages. One that is over already stays as it is.</summary>
    public Task<Result<Done>> EndAsync(int userId, int sessionId, CancellationToken ct = default) =>
        operations.ChangeAsync<Done>(Permissions.Users.Edit, async work =>
        {
            var user = await FindAsync(work, userId, work.Actor, ct);
            if (!user.IsDone)
                return user.Error;
            var session = await work.Db.UserSessions.SingleOrDefaultAsync(s => s.Id == sessionId && s.UserId == userId, ct);
            if (session is null)
                return Error.NotFound("session");
            if (session.EndedAt is not null)
                return Done.Value;
            await UserSessions.EndAsync(work, sessionId, ct);
            work.Audit(AuditActions.UserSessionEnded, UserRows.Target(user.Value),
                before: new { session.StartedAt, session.Address, Browser = UserPresentation.Browser(session.UserAgent) });
            return Done.Value;
        }, ct);

    /// <summary>Ends all the user's sessions, also the open pages, and its open links.</summary>
    public Task<Result<Done>> EndAllAsync(int userId, CancellationToken ct = default) =>
        operations.ChangeAsync<Done>(Permissions.Users.Edit, async work =>
        {
            var user = await FindAsync(work, userId, work.Actor, ct);
            if (!user.IsDone)
                return user.Error;
            if (UserRefusals.Of(await work.Users.UpdateSecurityStampAsync(user.Value)) is { } failed)
                return failed;
            await UserSessions.EndAllAsync(work, userId, ct);
            work.Audit(AuditActions.UserSignedOutEverywhere, UserRows.Target(user.Value));
            return Done.Value;
        }, ct);

    /// <summary>The user, if the actor may sign it out.</summary>
    private static async Task<Result<User>> FindAsync(Work work, int userId, Actor actor, CancellationToken ct)
    {
        var user = await work.Db.Users.SingleOrDefaultAsync(u => u.Id == userId, ct);
        if (user is null)
            return UserRefusals.NoSuchUser;
        return user.IsOwner && actor.User is { IsOwner: false } ? Authority.OnlyOwner : user;
    }
}
