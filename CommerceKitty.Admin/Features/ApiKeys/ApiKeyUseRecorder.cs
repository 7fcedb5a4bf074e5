using System.Collections.Concurrent;
using System.Net;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>One accepted use of a key.</summary>
/// <param name="At">UTC.</param>
/// <param name="Address">The caller's address.</param>
/// <param name="UserAgent">What the caller said it is.</param>
public sealed record KeyUse(DateTime At, string Address, string UserAgent);

/// <summary>Remembers each key's latest accepted use and writes it behind: at most <see cref="FlushInterval"/> late, and at
/// shutdown (R10). One entry per key, so memory is bounded by the number of keys in use.</summary>
public sealed partial class ApiKeyUseRecorder(
    IDbContextFactory<CommerceKittyDbContext> databases, TimeProvider time, ILogger<ApiKeyUseRecorder> logger) : BackgroundService
{
    /// <summary>How often uses are written; half of what R10 allows, so that a failed flush can be repeated in time.</summary>
    public static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<int, KeyUse> _unsaved = new();
    private readonly SemaphoreSlim _oneFlush = new(1, 1);

    /// <summary>Notes that a request with this key was let in. No I/O.</summary>
    public void Accepted(int apiKeyId, IPAddress? address, string userAgent)
    {
        _unsaved[apiKeyId] = new KeyUse(time.GetUtcNow().UtcDateTime, AddressText.Of(address), ApiKeyLastUse.KeptOf(userAgent));
    }

    /// <summary>The key's latest use that is not in the database yet, on this node; null when there is none.</summary>
    public KeyUse? Unsaved(int apiKeyId) => _unsaved.GetValueOrDefault(apiKeyId);

    /// <summary>Writes all that is unsaved in one batch. What cannot be written stays for the next time.</summary>
    public async Task FlushAsync(CancellationToken ct = default)
    {
        await _oneFlush.WaitAsync(ct);
        try
        {
            var batch = _unsaved.ToArray();
            if (batch.Length == 0)
                return;
            await SaveAsync(batch, ct);
            // A use that came meanwhile is another value and stays.
            foreach (var use in batch)
                _unsaved.TryRemove(use);
        }
        finally
        {
            _oneFlush.Release();
        }
    }

    private async Task SaveAsync(KeyValuePair<int, KeyUse>[] batch, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var ids = batch.Select(b => b.Key).ToList();
        var rows = await db.ApiKeyLastUses.Where(u => ids.Contains(u.ApiKeyId)).ToDictionaryAsync(u => u.ApiKeyId, ct);
        foreach (var (id, use) in batch)
        {
            if (!rows.TryGetValue(id, out var row))
                db.ApiKeyLastUses.Add(new ApiKeyLastUse { ApiKeyId = id, At = use.At, Address = use.Address, UserAgent = use.UserAgent });
            else if (row.At < use.At)
                (row.At, row.Address, row.UserAgent) = (use.At, use.Address, use.UserAgent);
        }

        await db.SaveChangesAsync(ct);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _oneFlush.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(FlushInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryFlushAsync(CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // Shutting down; StopAsync writes the rest.
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryFlushAsync(cancellationToken);
    }

    private async Task TryFlushAsync(CancellationToken ct)
    {
        try
        {
            await FlushAsync(ct);
        }
        catch (Exception exception)
        {
            // A database that is away for a while must not end the recorder (R11); what is unsaved stays for the next flush.
            LogFlushFailed(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Last-used times of API keys could not be saved; trying again")]
    private partial void LogFlushFailed(Exception exception);
}
