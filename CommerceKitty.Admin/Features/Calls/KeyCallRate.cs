namespace CommerceKitty.Admin.Features.Calls;

/// <summary>Decides which calls of one key are kept: one a second on average, and some that come at once. Failed ones have a measure of
/// their own, so that they are not lost among many good ones. No locks, no objects.</summary>
internal sealed class KeyCallRate
{
    private const long Interval = TimeSpan.TicksPerSecond;
    private const long Burst = 20 * Interval;
    private const long FailedBurst = 100 * Interval;

    private long _full;
    private long _failedFull;
    private int _leftOut;

    /// <summary>True when nothing is remembered that matters.</summary>
    public bool IsIdle(DateTime now) => Volatile.Read(ref _leftOut) == 0
        && Math.Max(Volatile.Read(ref _full), Volatile.Read(ref _failedFull)) < now.Ticks;

    /// <summary>True when the call is to be kept.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="failed">It was answered with an error.</param>
    /// <param name="leftOut">How many were not kept since the last that was.</param>
    public bool Keeps(DateTime now, bool failed, out int leftOut)
    {
        leftOut = 0;
        if (!Take(ref failed ? ref _failedFull : ref _full, now.Ticks, failed ? FailedBurst : Burst))
        {
            Interlocked.Increment(ref _leftOut);
            return false;
        }

        if (Volatile.Read(ref _leftOut) > 0)
            leftOut = Interlocked.Exchange(ref _leftOut, 0);
        return true;
    }

    /// <summary>Some could not be kept after all.</summary>
    public void LeaveOut(int count) => Interlocked.Add(ref _leftOut, count);

    private static bool Take(ref long full, long now, long burst)
    {
        while (true)
        {
            var before = Volatile.Read(ref full);
            var next = Math.Max(before, now) + Interval;
            if (next - now > burst)
                return false;
            if (Interlocked.CompareExchange(ref full, next, before) == before)
                return true;
        }
    }
}
