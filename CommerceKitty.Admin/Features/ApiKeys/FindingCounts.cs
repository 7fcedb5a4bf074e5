namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>The counts of findings, kept for a minute on this node: counting may read every key there is.</summary>
public sealed class FindingCounts(TimeProvider time) : IDisposable
{
    /// <summary>How long they are kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _one = new(1, 1);
    private IReadOnlyList<FindingCount>? _counts;
    private long _countedAt;

    /// <summary>Forgets them: something was changed here.</summary>
    public void Forget() => Volatile.Write(ref _counts, null);

    /// <summary>The counts. However many ask, they are counted once.</summary>
    public async Task<IReadOnlyList<FindingCount>> GetAsync(Func<Task<IReadOnlyList<FindingCount>>> count, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (Volatile.Read(ref _counts) is { } known && time.GetElapsedTime(_countedAt) < Lifetime)
                return known;
            _countedAt = time.GetTimestamp();
            var counts = await count();
            Volatile.Write(ref _counts, counts);
            return counts;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();
}
