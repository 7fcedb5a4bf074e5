using System.Net;
using System.Security.Claims;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>Begins, follows and ends people's sessions. Whether a session is accepted is decided by <see cref="CurrentActor"/>.</summary>
public sealed class UserSessions(IDbContextFactory<CommerceKittyDbContext> databases, TimeProvider time)
{
    /// <summary>How long a session goes on without a sign of its person; the cookie's own time, which each request renews.</summary>
    public static readonly TimeSpan Lifetime = SessionTerms.Idle;

    /// <summary>How long a session that is over is kept, to answer where someone was signed in from; then its row goes. The audit log
    /// keeps each sign-in.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    /// <summary>The most sessions that a page shows.</summary>
    public const int Shown = 50;

    /// <summary>How late "last seen" may be: a page that stays open must not write all the time.</summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromMinutes(1);

    /// <summary>Begins a session within the caller's transaction.</summary>
    public static UserSession Begin(Work work, int userId, IPAddress? address, string userAgent)
    {
        var session = new UserSession
        {
            UserId = userId,
            StartedAt = work.Now,
            LastSeenAt = work.Now,
            Address = AddressText.Of(address),
            UserAgent = ApiKeyLastUse.SanitizeUserAgent(userAgent),
        };
        work.Db.UserSessions.Add(session);
        return session;
    }

    /// <summary>Where a user is signed in, the last seen first.</summary>
    public static async Task<IReadOnlyList<SessionRow>> ListAsync(
        CommerceKittyDbContext db,
        int userId,
        DateTime now,
        CancellationToken ct = default)
    {
        // A browser that was closed without signing out says nothing; its cookie is too old all the same.
        var since = now - Lifetime;
        return await db.UserSessions.AsNoTracking()
            .Where(s => s.UserId == userId && s.EndedAt == null && s.LastSeenAt > since)
            .OrderByDescending(s => s.LastSeenAt).ThenByDescending(s => s.Id).Take(Shown)
            .Select(s => new SessionRow(s.Id, s.StartedAt, s.LastSeenAt, s.Address, s.UserAgent))
            .ToListAsync(ct);
    }

    /// <summary>Ends all sessions of a user within the caller's transaction.</summary>
    public static Task EndAllAsync(Work work, int userId, CancellationToken ct = default) =>
        EndAsync(work, work.Db.UserSessions.Where(s => s.UserId == userId && s.EndedAt == null), ct);

    /// <summary>Ends one session within the caller's transaction.</summary>
    public static Task EndAsync(Work work, int sessionId, CancellationToken ct = default) =>
        EndAsync(work, work.Db.UserSessions.Where(s => s.Id == sessionId && s.EndedAt == null), ct);

    /// <summary>Deletes sessions that have been over for <see cref="Memory"/>, a few at a time; none of them is accepted any
    /// more.</summary>
    /// <returns>How many went; fewer than <paramref name="atMost"/> when none is left.</returns>
    public static async Task<int> ForgetAsync(Work work, int atMost, CancellationToken ct = default)
    {
        var before = work.Now - Memory;
        var over = await work
            .Db.UserSessions.Where(s => s.EndedAt < before || s.LastSeenAt < before)
            .OrderBy(s => s.Id)
            .Take(atMost)
            .ToListAsync(ct);
        work.Db.UserSessions.RemoveRange(over);
        return over.Count;
    }

    /// <summary>Notes that the session's person is still there. Losing one note loses nothing else, so a silent database stays
    /// as it is.</summary>
    public async Task SeenAsync(ClaimsPrincipal principal, CancellationToken ct = default)
    {
        if (ClaimNames.SessionIdOf(principal) is not { } id)
            return;
        var now = time.GetUtcNow().UtcDateTime;
        var before = now - Lateness;
        try
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            if (await db.UserSessions.SingleOrDefaultAsync(s => s.Id == id && s.LastSeenAt < before, ct) is not { } session)
                return;
            session.LastSeenAt = now;
            await db.SaveChangesAsync(ct);
        }
        catch (Exception exception) when (DatabaseFaults.IsSilence(exception))
        {
            // The next request notes it.
        }
    }

    private static async Task EndAsync(Work work, IQueryable<UserSession> sessions, CancellationToken ct)
    {
        foreach (var session in await sessions.ToListAsync(ct))
            session.EndedAt = work.Now;
    }
}
