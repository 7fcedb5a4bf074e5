using System.Globalization;

namespace CommerceKitty.Admin.Access.RateLimits;

/// <summary>A limit: so many requests a minute on average, of which some may come at once. It is a token bucket
/// kept as one number, the time at which the bucket is full again (GCRA, ITU-T I.371).</summary>
internal sealed class RatePolicy
{
    /// <summary>Texts of headers that are kept; with larger limits only the last one of the rest is.</summary>
    private const int TextsKept = 10_000;

    private readonly long _interval;
    private readonly long _capacity;
    private readonly long _second;
    private readonly int _burst;
    private readonly string?[] _texts;
    private LimitText? _lastText;

    private RatePolicy(int perMinute, int burst, long frequency)
    {
        _second = frequency;
        _burst = burst;
        _interval = Math.Max(1, frequency * 60 / perMinute);
        _capacity = _interval * burst;
        _texts = new string?[Math.Min(burst, TextsKept) + 1];
        // A caller who keeps to "burst within the time in which the bucket fills" is never refused.
        PolicyHeader = string.Create(CultureInfo.InvariantCulture, $"\"default\";q={burst};w={SecondsToFill(0)}");
    }

    /// <summary>The value of <c>RateLimit-Policy</c>.</summary>
    public string PolicyHeader { get; }

    /// <summary>A limit; null where there is none.</summary>
    /// <param name="perMinute">Requests a minute; 0 is no limit.</param>
    /// <param name="time">Where the time comes from.</param>
    /// <param name="burst">How many may come at once; 0 is ten seconds' worth.</param>
    public static RatePolicy? Of(int perMinute, TimeProvider time, int burst = 0) =>
        perMinute <= 0 ? null : new(perMinute, burst > 0 ? burst : Math.Max(1, (perMinute + 5) / 6), time.TimestampFrequency);

    /// <summary>Takes one request out of the bucket.</summary>
    /// <returns>What is left, and the seconds to wait when there was nothing.</returns>
    public (int Remaining, int? Wait) Take(RateBucket bucket, long now)
    {
        while (true)
        {
            var fullAt = Volatile.Read(ref bucket.FullAt);
            var next = Math.Max(fullAt, now) + _interval;
            if (next - now > _capacity)
                return (0, Math.Max(1, CeilingSeconds(next - now - _capacity)));
            if (Interlocked.CompareExchange(ref bucket.FullAt, next, fullAt) == fullAt)
                return ((int)((_capacity - (next - now)) / _interval), null);
        }
    }

    /// <summary>What is left, without taking any.</summary>
    public int Remaining(RateBucket bucket, long now) =>
        (int)Math.Max(0, (_capacity - Math.Max(0, Volatile.Read(ref bucket.FullAt) - now)) / _interval);

    /// <summary>The value of <c>RateLimit</c> when so many are left.</summary>
    public string LimitHeader(int remaining)
    {
        if (remaining < _texts.Length)
            return _texts[remaining] ??= Text(remaining);
        // A caller that is slower than the bucket fills always has the same left.
        var last = _lastText;
        return last is not null && last.Remaining == remaining ? last.Text : (_lastText = new(remaining, Text(remaining))).Text;
    }

    private string Text(int remaining) =>
        string.Create(CultureInfo.InvariantCulture, $"\"default\";r={remaining};t={SecondsToFill(remaining)}");

    private int SecondsToFill(int remaining) => CeilingSeconds((_burst - remaining) * _interval);

    private int CeilingSeconds(long ticks) => (int)((ticks + _second - 1) / _second);

    private sealed record LimitText(int Remaining, string Text);
}
