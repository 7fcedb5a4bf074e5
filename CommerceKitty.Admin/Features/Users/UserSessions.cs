using System.Globalization;
using System.Net;
using System.Security.Claims;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>Begins, follows and ends people's sessions. Whether a session lets in is decided by <see cref="CurrentActor"/>.</summary>
public sealed class UserSessions(IDbContextFactory<CommerceKittyDbContext> databases, TimeProvider time)
{
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
            UserAgent = userAgent.Length <= ApiKeyLastUse.UserAgentLength ? userAgent : userAgent[..ApiKeyLastUse.UserAgentLength],
        };
        work.Db.UserSessions.Add(session);
        return session;
    }

    /// <summary>Ends all sessions of a user within the caller's transaction.</summary>
    public static Task EndAllAsync(Work work, int userId, CancellationToken ct = default) =>
        EndAsync(work, work.Db.UserSessions.Where(s => s.UserId == userId && s.EndedAt == null), ct);

    /// <summary>Ends one session within the caller's transaction.</summary>
    public static Task EndAsync(Work work, int sessionId, CancellationToken ct = default) =>
        EndAsync(work, work.Db.UserSessions.Where(s => s.Id == sessionId && s.EndedAt == null), ct);

    /// <summary>Notes that the session's person is still there. Losing one note loses nothing else, so a silent database is let be.</summary>
    public async Task SeenAsync(ClaimsPrincipal principal, CancellationToken ct = default)
    {
        if (IdOf(principal) is not { } id)
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

    /// <summary>The session of a cookie; null for a principal that has none.</summary>
    public static int? IdOf(ClaimsPrincipal principal) =>
        int.TryParse(principal.FindFirstValue(ClaimNames.Session), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static async Task EndAsync(Work work, IQueryable<UserSession> sessions, CancellationToken ct)
    {
        foreach (var session in await sessions.ToListAsync(ct))
            session.EndedAt = work.Now;
    }
}
