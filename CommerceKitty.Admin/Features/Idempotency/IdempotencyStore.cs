using System.Collections.Concurrent;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Idempotency;

/// <summary>Remembers requests with an <c>Idempotency-Key</c> and their answers, in the database, so that every node knows them and a
/// restart forgets none.</summary>
public sealed partial class IdempotencyStore(
    IDbContextFactory<CommerceKittyDbContext> databases, TimeProvider time, ILogger<IdempotencyStore> logger)
{
    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    /// <summary>How long a request may take. Then the request that carries it out counts as gone, and the next one takes it over.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The longest body that is kept, in bytes.</summary>
    public const int MaximumBody = 512 * 1024;

    /// <summary>Bytes of answers that one API key may have kept in an hour, on each node: no key fills the disk.</summary>
    public const long MaximumBytesInAnHour = 32 * 1024 * 1024;

    /// <summary>API keys whose bytes are counted at a time; with more, counting starts again.</summary>
    private const int KeysCounted = 10_000;

    private readonly ConcurrentDictionary<(int ApiKeyId, long Hour), long> _bytesKept = new();

    private const int Tries = 3;

    /// <summary>Decides what becomes of a request. Of several at once, on whichever nodes, exactly one is carried out.</summary>
    /// <param name="apiKeyId">Who sends it.</param>
    /// <param name="keyHash">SHA-256 of the <c>Idempotency-Key</c>.</param>
    /// <param name="fingerprint">SHA-256 of what is asked for.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IdempotencyDecision> BeginAsync(int apiKeyId, byte[] keyHash, byte[] fingerprint, CancellationToken ct = default)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            var now = time.GetUtcNow().UtcDateTime;
            var request = await db.IdempotentRequests.SingleOrDefaultAsync(r => r.ApiKeyId == apiKeyId && r.KeyHash == keyHash, ct);
            if (request is null)
            {
                request = new IdempotentRequest
                {
                    ApiKeyId = apiKeyId,
                    KeyHash = keyHash,
                    Fingerprint = fingerprint,
                    CreatedAt = now,
                    LockedUntil = now + Patience,
                    Attempt = 1,
                };
                db.IdempotentRequests.Add(request);
            }
            else if (request.CreatedAt + Memory <= now)
            {
                request.Begin(fingerprint, now, now + Patience);
            }
            else if (!request.Fingerprint.AsSpan().SequenceEqual(fingerprint))
            {
                return new(IdempotencyOutcome.Reused);
            }
            else if (request is { Status: { } status, Body: { } body })
            {
                return new(
                    IdempotencyOutcome.Answered,
                    Answer: new(status, request.ContentType, request.Location, request.EntityTag, body));
            }
            else if (request.LockedUntil > now)
            {
                return new(IdempotencyOutcome.InFlight);
            }
            else if (request.Committed)
            {
                return new(IdempotencyOutcome.AnswerLost);
            }
            else
            {
                LogTakenOver(request.Id);
                request.TakeOver(now + Patience);
            }

            try
            {
                await db.SaveChangesAsync(ct);
                return new(IdempotencyOutcome.CarryOut, new IdempotentAttempt(request.Id, request.Attempt));
            }
            catch (DbUpdateException exception) when (exception is DbUpdateConcurrencyException || DatabaseSetup.IsLostRace(exception))
            {
                // Another request was faster; the next look sees it.
            }
        }

        return new(IdempotencyOutcome.InFlight);
    }

    /// <summary>True when this key may have so many bytes more kept; then they are counted. Otherwise it is as with answers that are too
    /// long: nothing is carried out twice, but the answer is not kept.</summary>
    public bool HasRoomFor(int apiKeyId, int bytes)
    {
        var hour = time.GetUtcNow().Ticks / TimeSpan.TicksPerHour;
        if (_bytesKept.Count > KeysCounted)
            _bytesKept.Clear();
        return _bytesKept.AddOrUpdate((apiKeyId, hour), bytes, (_, before) => before + bytes) <= MaximumBytesInAnHour;
    }

    /// <summary>Keeps the answer, unless the attempt was taken over. What is not kept (see <paramref name="answer"/>) is still never
    /// carried out again.</summary>
    /// <param name="attempt">Who carried it out.</param>
    /// <param name="answer">Null when the answer must not be kept, because it is too long or holds a secret.</param>
    public Task AnswerAsync(IdempotentAttempt attempt, IdempotentAnswer? answer) => EndAsync(attempt, (_, request) =>
    {
        request.Committed = true;
        request.LockedUntil = time.GetUtcNow().UtcDateTime;
        (request.Status, request.ContentType, request.Location, request.EntityTag, request.Body) =
            (answer?.Status, answer?.ContentType, answer?.Location, answer?.EntityTag, answer?.Body);
    });

    /// <summary>Ends an attempt that failed: the same request may be sent again at once. If its change was committed all the same, it is
    /// never carried out again.</summary>
    public Task ReleaseAsync(IdempotentAttempt attempt) => EndAsync(attempt, (db, request) =>
    {
        if (request.Committed)
            request.LockedUntil = time.GetUtcNow().UtcDateTime;
        else
            db.IdempotentRequests.Remove(request);
    });

    /// <summary>Deletes requests that are older than <see cref="Memory"/>, a few at a time.</summary>
    /// <returns>How many went; fewer than <paramref name="atMost"/> when none is left.</returns>
    public static async Task<int> ForgetAsync(Work work, int atMost, CancellationToken ct = default)
    {
        var before = work.Now - Memory;
        // Without their bodies.
        var old = await work
            .Db.IdempotentRequests.AsNoTracking()
            .Where(r => r.CreatedAt < before)
            .OrderBy(r => r.CreatedAt)
            .ThenBy(r => r.Id)
            .Take(atMost)
            .Select(r => new IdempotentRequest
            {
                Id = r.Id,
                ApiKeyId = r.ApiKeyId,
                KeyHash = r.KeyHash,
                Fingerprint = r.Fingerprint,
                CreatedAt = r.CreatedAt,
                LockedUntil = r.LockedUntil,
                Attempt = r.Attempt,
                Committed = r.Committed,
            })
            .ToListAsync(ct);
        work.Db.IdempotentRequests.RemoveRange(old);
        return old.Count;
    }

    private async Task EndAsync(IdempotentAttempt attempt, Action<CommerceKittyDbContext, IdempotentRequest> end)
    {
        try
        {
            // Whether or not the caller still waits.
            await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
            if (await attempt.FindAsync(db, CancellationToken.None) is not { } request)
                return;
            end(db, request);
            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Taken over: the answer is another's to give.
        }
        catch (Exception exception) when (DatabaseFaults.IsSilence(exception))
        {
            LogNotEnded(exception, attempt.RequestId);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Idempotent request {RequestId} was left without an answer and is carried out again"
    )]
    private partial void LogTakenOver(long requestId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The answer to idempotent request {RequestId} could not be kept")]
    private partial void LogNotEnded(Exception exception, long requestId);
}
