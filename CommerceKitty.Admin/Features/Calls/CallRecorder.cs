using System.Collections.Concurrent;
using System.Diagnostics;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Calls;

/// <summary>Notes each call of a key at its end, and writes it behind (design §9). What is kept in memory is bounded; a key that calls
/// more than once a second is sampled, and its rows say how many calls they leave out.</summary>
public sealed class CallRecorder(
    IDbContextFactory<CommerceKittyDbContext> databases,
    TimeProvider time,
    ILogger<CallRecorder> logger) : WriteBehind(time, logger)
{
    /// <summary>How many calls wait to be written at most; what is beyond is left out.</summary>
    internal const int MostWaiting = 4_096;

    /// <summary>How many keys are told apart at the same time, some 150 bytes each; calls of others are not noted.</summary>
    private const int MostKeys = 250_000;

    private readonly TimeProvider _time = time;
    private readonly ConcurrentDictionary<int, KeyCallRate> _rates = new();
    private readonly Lock _adding = new();
    private readonly CallRows _rows = new();
    // Made once: calls are noted into one of them while the other is written.
    private NotedCall[] _waiting = new NotedCall[MostWaiting];
    private NotedCall[] _written = new NotedCall[MostWaiting];
    private int _count;

    /// <summary>How many calls wait to be written.</summary>
    internal int Waiting
    {
        get
        {
            lock (_adding)
                return _count;
        }
    }

    /// <inheritdoc/>
    protected override string What => "Recent calls";

    /// <summary>A request of the API was answered.</summary>
    /// <param name="http">The request.</param>
    /// <param name="begun">When it came, see <see cref="Stopwatch.GetTimestamp"/>.</param>
    public void Answered(HttpContext http, long begun)
    {
        var status = http.Response.StatusCode;
        var refused = status >= ApiKeyCall.FirstFailure ? http.Features.Get<RefusedRequest>() : null;
        if ((http.User as ApiKeyPrincipal)?.Key.ApiKeyId is not { } apiKeyId)
        {
            if (refused?.ApiKeyId is not { } refusedKey)
                return;
            apiKeyId = refusedKey;
        }

        if (RateOf(apiKeyId) is not { } rate)
            return;
        var now = _time.GetUtcNow().UtcDateTime;
        if (!rate.Keeps(now, status >= ApiKeyCall.FirstFailure, out var leftOut))
            return;
        var took = Stopwatch.GetElapsedTime(begun);
        var endpoint = http.GetEndpoint() ?? http.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        var call = new NotedCall(
            apiKeyId, now - took, http.Request.Method, CallRoutes.Of(endpoint), status, took.Ticks / TimeSpan.TicksPerMicrosecond,
            http.Connection.RemoteIpAddress, http.Request.Headers.UserAgent.ToString(), http.TraceIdentifier, refused?.Reason, leftOut);
        if (!TryAdd(call))
            rate.LeaveOut(leftOut + 1);
    }

    /// <inheritdoc/>
    protected override async Task WriteAsync(CancellationToken ct)
    {
        int count;
        lock (_adding)
        {
            (_waiting, _written) = (_written, _waiting);
            (count, _count) = (_count, 0);
        }

        var written = 0;
        try
        {
            // One after the other: where one part fails, the rest waits for the next time.
            while (written < count)
            {
                var next = Math.Min(CallRows.Batch, count - written);
                await SaveAsync(_written.AsMemory(written, next), ct);
                written += next;
            }
        }
        finally
        {
            for (var i = written; i < count; i++)
            {
                if (!TryAdd(_written[i]))
                    RateOf(_written[i].ApiKeyId)?.LeaveOut(_written[i].LeftOut + 1);
            }

            // What is written is held by nothing any more.
            Array.Clear(_written);
        }

        var now = _time.GetUtcNow().UtcDateTime;
        foreach (var (id, _) in _rates.Where(r => r.Value.IsIdle(now)).ToList())
            _rates.TryRemove(id, out _);
    }

    private async Task SaveAsync(ReadOnlyMemory<NotedCall> calls, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        await _rows.AddAsync(db, calls, ct);
        await _rows.DeleteOldAsync(db, _time.GetUtcNow().UtcDateTime, ct);
    }

    private bool TryAdd(in NotedCall call)
    {
        lock (_adding)
        {
            if (_count == _waiting.Length)
                return false;
            _waiting[_count++] = call;
            return true;
        }
    }

    private KeyCallRate? RateOf(int apiKeyId)
    {
        if (_rates.TryGetValue(apiKeyId, out var rate))
            return rate;
        return _rates.Count < MostKeys ? _rates.GetOrAdd(apiKeyId, static _ => new KeyCallRate()) : null;
    }
}
