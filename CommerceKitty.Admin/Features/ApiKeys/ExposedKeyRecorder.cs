using System.Net;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Marks keys whose value crossed the network over plain HTTP (R14). Behind the answer, which so is the same for every value, also
/// in how long it takes.</summary>
public sealed class ExposedKeyRecorder(
    UnitOfWork unitOfWork, AccessSnapshot snapshot, TimeProvider time, ILogger<ExposedKeyRecorder> logger)
    : WriteBehind(time, logger)
{
    /// <summary>The most values that wait to be looked up, of those that this node does not know: anybody can make some up.</summary>
    internal const int Most = 1_000;

    private readonly TimeProvider _time = time;
    private readonly Lock _gate = new();
    private Dictionary<KeyHash, Exposure> _noted = [];

    /// <summary>How many values wait to be looked up.</summary>
    internal int Waiting
    {
        get
        {
            lock (_gate)
                return _noted.Count;
        }
    }

    /// <inheritdoc/>
    protected override string What => "Keys sent over plain HTTP";

    /// <summary>Notes each value in the request's headers and address. What a value is, nobody asks before the answer is sent.</summary>
    public void Note(HttpContext http)
    {
        foreach (var header in http.Request.Headers)
        {
            foreach (var text in header.Value)
                Note(text, http);
        }

        Note(http.Request.Path.Value, http);
        Note(http.Request.QueryString.Value, http);
    }

    /// <inheritdoc/>
    protected override async Task WriteAsync(CancellationToken ct)
    {
        Dictionary<KeyHash, Exposure> taken;
        lock (_gate)
            (taken, _noted) = (_noted, []);
        var left = new HashSet<KeyHash>(taken.Keys);
        try
        {
            await WriteEachAsync(taken, async noted =>
            {
                await MarkAsync(noted.Key.ToArray(), noted.Value, ct);
                left.Remove(noted.Key);
            });
        }
        finally
        {
            lock (_gate)
            {
                foreach (var hash in left)
                    _noted.TryAdd(hash, taken[hash]);
            }
        }
    }

    private void Note(string? text, HttpContext http)
    {
        if (text is null)
            return;
        foreach (var value in ApiKeyToken.FindIn(text))
        {
            var exposure = new Exposure(_time.GetUtcNow().UtcDateTime, http.Connection.RemoteIpAddress, ApiKeyToken.Hint(value));
            var hash = ApiKeyToken.TryHash(value)!.Value;
            lock (_gate)
            {
                // Made-up values, however many, keep no real one out.
                if (_noted.Count < Most || snapshot.MayBeKey(hash))
                    _noted.TryAdd(hash, exposure);
            }
        }
    }

    /// <summary>Marks the key of this value, unless there is none or it is over for good. A disabled one can be enabled again.</summary>
    private Task<Result<Done>> MarkAsync(byte[] hash, Exposure exposure, CancellationToken ct) =>
        unitOfWork.RunAsync<Done>(Actor.Anonymous(exposure.Address), async work =>
        {
            var key = await work.Db.ApiKeys.SingleOrDefaultAsync(k => k.RevokedAt == null && (k.ExpiresAt == null || k.ExpiresAt > work.Now)
                && (k.Hash == hash || (k.PreviousHash == hash && k.PreviousUntil > work.Now)), ct);
            if (key?.Expose(exposure.At, AddressText.Of(exposure.Address), exposure.Hint) is true)
                work.Audit(AuditActions.ApiKeyExposed, ApiKeyService.Target(key), after: new { Hint = key.ExposedHint });
            return Done.Value;
        }, ct);

    /// <summary>Of a value: when and from where it was sent first, and how it begins.</summary>
    private sealed record Exposure(DateTime At, IPAddress? Address, string Hint);
}
