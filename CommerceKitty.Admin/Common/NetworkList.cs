using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CommerceKitty.Admin.Common;

/// <summary>Networks in CIDR notation, IPv4 and IPv6, from which something is allowed. An entry that begins with <c>!</c> is an
/// exclusion: it takes from the others, in whatever order they stand. IPv4 addresses that came over an IPv6 socket count as
/// IPv4.</summary>
public sealed class NetworkList
{
    /// <summary>The most entries.</summary>
    public const int MostEntries = 100;

    /// <summary>The longest entry: an exclusion of one IPv6 address.</summary>
    public const int EntryLength = 44;

    /// <summary>The longest text of a list.</summary>
    public const int MaximumText = MostEntries * (EntryLength + 1);

    /// <summary>Nothing is in it.</summary>
    public static readonly NetworkList Nowhere = new([]);

    private readonly Network[] _networks;

    private NetworkList(Network[] networks)
    {
        _networks = networks;
        Entries = Array.ConvertAll(networks, n => n.ToString());
    }

    /// <summary>The entries as they are stored and shown, like <c>203.0.113.0/24</c> or <c>!203.0.113.9/32</c>.</summary>
    public IReadOnlyList<string> Entries { get; }

    /// <summary>True when it holds every address of IPv4 or of IPv6: hardly what was meant.</summary>
    public bool HoldsEverything => Array.Exists(_networks, n => n is { Length: 0, IsExclusion: false });

    /// <summary>The list from its entries; blank ones are left out, and equal ones are one.</summary>
    /// <param name="entries">What was entered.</param>
    /// <param name="field">The field that errors name.</param>
    public static Result<NetworkList> Read(IEnumerable<string> entries, string field)
    {
        var networks = new List<Network>();
        var errors = new List<string>();
        foreach (var entry in entries.Select(e => e.Trim()).Where(e => e.Length > 0).Take(MostEntries + 1))
        {
            var read = Network.Read(entry);
            if (read.Error is { } error)
                errors.Add(error);
            else if (!networks.Contains(read.Network))
                networks.Add(read.Network);
        }

        if (networks.Count + errors.Count > MostEntries)
            return Error.Invalid(field, $"Enter at most {MostEntries} networks.");
        if (errors.Count > 0)
            return Error.Invalid(field, string.Join(' ', errors.Take(3)));
        if (networks.Count > 0 && networks.TrueForAll(n => n.IsExclusion))
            return Error.Invalid(field, "Add a network that is allowed: an entry with ! only takes addresses away from the others.");
        return new NetworkList([.. networks]);
    }

    /// <summary>The list that was stored; null when there is none.</summary>
    public static NetworkList? Of(string? stored)
    {
        if (stored is null)
            return null;
        if (stored.Length == 0)
            return Nowhere;
        return new NetworkList(Array.ConvertAll(stored.Split('\n'), e => Network.Read(e) is { Error: null, Network: var network }
            ? network
            : throw new FormatException("A stored network cannot be read.")));
    }

    /// <summary>True when a list allows nothing that another does not, as far as their entries tell: it has no network that the other has
    /// not, and leaves out no exclusion.</summary>
    /// <param name="list">Null for anywhere.</param>
    /// <param name="other">Null for anywhere.</param>
    public static bool IsNarrower(NetworkList? list, NetworkList? other)
    {
        if (other is null)
            return true;
        return list is not null
            && list._networks.Where(n => !n.IsExclusion).All(n => other._networks.Contains(n))
            && other._networks.Where(n => n.IsExclusion).All(n => list._networks.Contains(n) || list._networks.Length == 0);
    }

    /// <summary>True when the address is in a network of the list and in none of its exclusions. Allocates nothing.</summary>
    public bool Holds(IPAddress? address)
    {
        if (address is null)
            return false;
        var (bits, isV6) = Network.BitsOf(address);
        var found = false;
        foreach (var network in _networks)
        {
            if (network.Holds(bits, isV6))
            {
                if (network.IsExclusion)
                    return false;
                found = true;
            }
        }

        return found;
    }

    /// <summary>As it is stored: an entry on each line.</summary>
    public override string ToString() => string.Join('\n', Entries);

    /// <summary>One entry. An IPv4 address stands in the lowest 32 bits.</summary>
    private readonly record struct Network(UInt128 Bits, int Length, bool IsV6, bool IsExclusion)
    {
        public static (UInt128 Bits, bool IsV6) BitsOf(IPAddress address)
        {
            Span<byte> bytes = stackalloc byte[16];
            address.TryWriteBytes(bytes, out var written);
            var isV4 = written == 4 || address.IsIPv4MappedToIPv6;
            var bits = UInt128.Zero;
            foreach (var part in bytes[(isV4 ? written - 4 : 0)..written])
                bits = (bits << 8) | part;
            return (bits, !isV4);
        }

        public static (Network Network, string? Error) Read(string entry)
        {
            var isExclusion = entry.StartsWith('!');
            var text = entry[(isExclusion ? 1 : 0)..];
            var slash = text.IndexOf('/', StringComparison.Ordinal);
            var (written, length) = (slash < 0 ? text : text[..slash], 0);
            if (entry.Length > EntryLength || ReadAddress(written) is not { } address)
                return (default, $"“{Shown(entry)}” is no network. Write it like 203.0.113.0/24 or 2001:db8::/32.");
            var most = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
            if (slash < 0)
                length = most;
            else if (!int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > most)
                return (default, $"“{Shown(entry)}” has no length from 0 to {most} after the slash.");
            var (bits, isV6) = BitsOf(address);
            // An IPv4 network that is written as IPv6: its addresses are IPv4.
            if (most == 128 && !isV6)
            {
                if (length < 96)
                    return (default, $"“{Shown(entry)}” mixes IPv4 and IPv6. Write two networks.");
                length -= 96;
            }

            var network = new Network(bits & Mask(length, isV6), length, isV6, isExclusion);
            return network.Bits == bits
                ? (network, null)
                : (default, $"“{Shown(entry)}” is an address within a network. Enter {network} for all of it.");
        }

        public bool Holds(UInt128 bits, bool isV6) => isV6 == IsV6 && (bits & Mask(Length, IsV6)) == Bits;

        public override string ToString()
        {
            Span<byte> bytes = stackalloc byte[IsV6 ? 16 : 4];
            var bits = Bits;
            for (var index = bytes.Length - 1; index >= 0; index--, bits >>= 8)
                bytes[index] = (byte)(bits & 0xFF);
            return string.Create(CultureInfo.InvariantCulture, $"{(IsExclusion ? "!" : null)}{new IPAddress(bytes)}/{Length}");
        }

        /// <summary>Only as people write addresses: the framework reads "10.1" and "0x0A.1" too.</summary>
        private static IPAddress? ReadAddress(string text)
        {
            var isV6 = text.Contains(':', StringComparison.Ordinal);
            if (!text.All(c => c is '.' || char.IsAsciiDigit(c) || (isV6 && (c is ':' || char.IsAsciiHexDigit(c)))))
                return null;
            if (!isV6 && (text.Split('.') is not { Length: 4 } parts || parts.Any(p => p.Length is 0 or > 3 || p is ['0', _, ..])))
                return null;
            return IPAddress.TryParse(text, out var address) ? address : null;
        }

        private static UInt128 Mask(int length, bool isV6)
        {
            var width = isV6 ? 128 : 32;
            var all = isV6 ? UInt128.MaxValue : uint.MaxValue;
            return length == 0 ? UInt128.Zero : (all << (width - length)) & all;
        }

        private static string Shown(string entry) => entry.Length <= EntryLength ? entry : entry[..EntryLength] + "…";
    }
}
