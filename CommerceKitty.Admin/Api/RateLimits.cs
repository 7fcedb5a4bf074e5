using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Api;

/// <summary>How often somebody may call (design §5). In memory, for each node by itself: a key that calls three nodes has three times as
/// much. Every request passes here, so there is no lock and, but for the text of a header, no allocation.</summary>
public sealed class RateLimits
{
    /// <summary>Keys and addresses that are told apart at the same time; the longest idle ones make room for others.</summary>
    private const int Partitions = 64 * 1024;

    /// <summary>Different limits of single keys that are kept ready.</summary>
    private const int PoliciesKept = 1_000;

    private readonly RatePartitions _keys = new(Partitions);
    private readonly RatePartitions _addresses = new(Partitions);
    private readonly ConcurrentDictionary<int, RatePolicy> _ownPolicies = new();
    private readonly RatePolicy? _usual;
    private readonly RatePolicy? _refusals;
    private readonly TimeProvider _time;

    public RateLimits(RateLimitSettings settings, TimeProvider time)
    {
        _time = time;
        _usual = RatePolicy.Of(settings.RequestsPerMinute, time, settings.Burst);
        _refusals = RatePolicy.Of(settings.RefusalsPerMinute, time);
    }

    /// <summary>Counts a request after it was authenticated, and says in the answer's headers what is left.</summary>
    /// <returns>Null when it may go on; else the seconds to wait.</returns>
    public int? Count(HttpContext http)
    {
        if (http.User is ActorPrincipal { Actor: { ApiKeyId: { } key } actor })
        {
            if (PolicyOf(actor) is not { } policy)
                return null;
            var taken = policy.Take(_keys.Find(PartitionOf(key, actor)), _time.GetTimestamp());
            Describe(http.Response, policy, taken.Remaining);
            return taken.Wait;
        }

        return _refusals?.Take(_addresses.Find(PartitionOf(http.Connection.RemoteIpAddress)), _time.GetTimestamp()).Wait;
    }

    /// <summary>Says again what is left, without counting: an exception cleared the headers.</summary>
    public void Describe(HttpContext http)
    {
        if (http.User is ActorPrincipal { Actor: { ApiKeyId: { } key } actor } && PolicyOf(actor) is { } policy)
            Describe(http.Response, policy, policy.Remaining(_keys.Find(PartitionOf(key, actor)), _time.GetTimestamp()));
    }

    /// <summary>Whom an unknown caller's requests are counted for: the address, or the network of an IPv6 address, of which anybody has
    /// as many as they like.</summary>
    internal static long PartitionOf(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address is null || !address.TryWriteBytes(bytes, out _))
            return 0;
        // Networks of IPv6 that begin with 32 zero bits belong to nobody: IPv4 has its place there.
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return address.IsIPv4MappedToIPv6 ? BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]) : BinaryPrimitives.ReadInt64BigEndian(bytes);
    }

    /// <summary>A key with another limit begins anew: what it took by the old one says nothing about the new one.</summary>
    private static long PartitionOf(int key, Actor actor) => ((long)(actor.RequestsPerMinute ?? 0) << 32) | (uint)key;

    private static void Describe(HttpResponse response, RatePolicy policy, int remaining)
    {
        response.Headers["RateLimit-Policy"] = policy.PolicyHeader;
        response.Headers["RateLimit"] = policy.LimitHeader(remaining);
    }

    private RatePolicy? PolicyOf(Actor actor)
    {
        if (actor.RequestsPerMinute is not { } own)
            return _usual;
        if (_ownPolicies.TryGetValue(own, out var policy))
            return policy;
        if (_ownPolicies.Count >= PoliciesKept)
            _ownPolicies.Clear();
        return _ownPolicies.GetOrAdd(own, static (perMinute, time) => RatePolicy.Of(perMinute, time)!, _time);
    }
}

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
        // Whoever keeps to "burst within the time in which the bucket fills" is never refused.
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
        // Whoever calls more slowly than the bucket fills has always the same left.
        var last = _lastText;
        return last is not null && last.Remaining == remaining ? last.Text : (_lastText = new(remaining, Text(remaining))).Text;
    }

    private string Text(int remaining) =>
        string.Create(CultureInfo.InvariantCulture, $"\"default\";r={remaining};t={SecondsToFill(remaining)}");

    private int SecondsToFill(int remaining) => CeilingSeconds((_burst - remaining) * _interval);

    private int CeilingSeconds(long ticks) => (int)((ticks + _second - 1) / _second);

    private sealed record LimitText(int Remaining, string Text);
}

/// <summary>One caller's bucket.</summary>
internal sealed class RateBucket(long partition)
{
    /// <summary>When it is full again; long ago for one that was not used. Changed by compare-and-swap alone.</summary>
    internal long FullAt = long.MinValue / 2;

    /// <summary>Whose it is.</summary>
    public long Partition { get; } = partition;
}

/// <summary>Buckets by caller, of a fixed number: each caller has four possible places, and the fullest bucket there makes room, which
/// loses
/// least. No locks.</summary>
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

            // Whoever comes second finds the first one's at the next look.
            Interlocked.CompareExchange(ref set[victim], new RateBucket(partition), old);
        }
    }

    /// <summary>Spreads neighbours.</summary>
    private static uint Mix(long partition) => (uint)((ulong)partition * 0x9E3779B97F4A7C15 >> 32);
}
