namespace CommerceKitty.Admin.Access.RateLimits;

/// <summary>One caller's bucket.</summary>
internal sealed class RateBucket(long partition)
{
    /// <summary>When it is full again; long ago for one that was not used. Changed by compare-and-swap alone.</summary>
    internal long FullAt = long.MinValue / 2;

    /// <summary>Whose it is.</summary>
    public long Partition { get; } = partition;
}
