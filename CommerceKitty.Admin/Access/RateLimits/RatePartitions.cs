namespace CommerceKitty.Admin.Access.RateLimits;

/// <summary>Buckets by caller, of a fixed number: each caller has four possible places, and the fullest bucket there makes room, which
/// loses least. No locks.</summary>
internal sealed class RatePartitions(int places)
{
    private const int Ways = 4;

    private readonly RateBucket?[] _buckets = new RateBucket?[places];

    /// <summary>The caller's bucket; a full one when it has none.</summary>
    public RateBucket Find(long partition)
    {
        var set = _buckets.AsSpan((int)(Mix(partition) % (uint)(places / Ways)) * Ways, Ways);
        while (true)
        {
            var (victim, old, oldest) = (0, (RateBucket?)null, long.MaxValue);
            for (var i = 0; i < set.Length; i++)
            {
                var bucket = Volatile.Read(ref set[i]);
                if (bucket?.Partition == partition)
                    return bucket;
                var fullAt = bucket is null ? long.MinValue : Volatile.Read(ref bucket.FullAt);
                if (fullAt < oldest)
                    (victim, old, oldest) = (i, bucket, fullAt);
            }

            // The second caller finds the first one's at the next look.
            Interlocked.CompareExchange(ref set[victim], new RateBucket(partition), old);
        }
    }

    /// <summary>Spreads neighbours.</summary>
    private static uint Mix(long partition) => (uint)((ulong)partition * 0x9E3779B97F4A7C15 >> 32);
}
