using System.Net;
using CommerceKitty.Admin.Access.RateLimits;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>How often someone may try to sign in: from an address, and to an account from anywhere. Names are counted whether or not
/// an account has them. On each node by itself, in memory of a fixed size.</summary>
public sealed class SignInLimits(RateLimitSettings settings, TimeProvider time)
{
    /// <summary>Addresses, and names, that are told apart at the same time.</summary>
    private const int Partitions = 16 * 1024;

    /// <summary>How many tries an address has at once, of those of a minute.</summary>
    private const int AddressBurst = PasswordChecks.QueuePerThread / 2;

    private readonly RatePolicy? _policy = RatePolicy.Of(settings.SignInsPerMinute, time, burst: settings.SignInsPerMinute);

    // Fewer at once than checks may wait: one address alone must not fill their queue.
    private readonly RatePolicy? _addressPolicy = RatePolicy.Of(
        settings.SignInsPerMinute, time, burst: settings.SignInsPerMinute <= AddressBurst ? settings.SignInsPerMinute : Math.Max(
            AddressBurst, settings.SignInsPerMinute / 4));
    private readonly RatePartitions _addresses = new(Partitions);
    private readonly RatePartitions _names = new(Partitions);

    /// <summary>Counts a try from an address; an IPv6 network of 64 bits counts as one.</summary>
    /// <returns>Null when it may go on; else the seconds to wait.</returns>
    public int? Count(IPAddress? address) =>
        _addressPolicy?.Take(_addresses.Find(RateLimiter.PartitionOf(address)), time.GetTimestamp()).Wait;

    /// <summary>Counts a try to sign in as someone.</summary>
    /// <param name="name">The normalized email.</param>
    /// <param name="device">A browser in which that person signed in before (<see cref="KnownDevices"/>), which has a count of its own:
    /// strangers cannot keep the person out.</param>
    /// <returns>Null when it may go on; else the seconds to wait.</returns>
    public int? Count(string name, string? device) =>
        // Strings hash by a secret of the process: nobody can choose a name that shares another one's count.
        _policy?.Take(_names.Find(((long)Hash(name) << 32) | (uint)Hash(device ?? name)), time.GetTimestamp()).Wait;

    private static int Hash(string text) => StringComparer.Ordinal.GetHashCode(text);
}
