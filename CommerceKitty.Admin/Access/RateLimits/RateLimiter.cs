using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Access.RateLimits;

/// <summary>How often someone may call (design §5). In memory, for each node by itself: a key that calls three nodes has three times as
/// much. Every request passes here, so there is no lock and, but for the text of a header, no allocation.</summary>
public sealed class RateLimiter
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

    public RateLimiter(RateLimitSettings settings, TimeProvider time)
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

    /// <summary>A key with another limit starts again: what it took by the old one says nothing about the new one.</summary>
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
