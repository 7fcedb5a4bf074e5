using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Access;

/// <summary>The first 8 bytes of the hash of every key there is: tells a value that nobody ever had without a look-up (design §4).
/// An open-addressing set; 8.4 MB for each started 734,000 keys, that is at most 23 bytes a key. One writer at a time; readers take no
/// lock.</summary>
public sealed class KeyFingerprints
{
    private const int SmallestSize = 1024;

    // Full slots are looked at one after another: beyond 70 % that becomes slow.
    private const int FullPercent = 70;

    private ulong[] _slots = new ulong[SmallestSize];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of the table.</summary>
    public long Bytes => (long)Volatile.Read(ref _slots).Length * sizeof(ulong);

    /// <summary>False when no key has this hash; true when one has, or (once in 2^64) another with the same beginning.</summary>
    public bool MayContain(in KeyHash hash)
    {
        var slots = Volatile.Read(ref _slots);
        return Volatile.Read(ref slots[Find(slots, hash.Fingerprint)]) != 0;
    }

    /// <summary>Adds the key of this hash; adding it again changes nothing.</summary>
    public void Add(ReadOnlySpan<byte> hash)
    {
        var fingerprint = KeyHash.FingerprintOf(hash);
        if (_slots[Find(_slots, fingerprint)] != 0)
            return;
        if ((Count + 1L) * 100 > _slots.Length * (long)FullPercent)
            Grow();
        Volatile.Write(ref _slots[Find(_slots, fingerprint)], fingerprint);
        Count++;
    }

    private void Grow()
    {
        var larger = new ulong[_slots.Length * 2];
        foreach (var fingerprint in _slots)
        {
            if (fingerprint != 0)
                larger[Find(larger, fingerprint)] = fingerprint;
        }

        Volatile.Write(ref _slots, larger);
    }

    /// <summary>Where the fingerprint is, or the empty slot where it would be.</summary>
    private static int Find(ulong[] slots, ulong fingerprint)
    {
        var mask = (uint)slots.Length - 1;
        // SHA-256 needs no further mixing.
        for (var index = (uint)fingerprint & mask; ; index = (index + 1) & mask)
        {
            var found = Volatile.Read(ref slots[index]);
            if (found == 0 || found == fingerprint)
                return (int)index;
        }
    }
}
