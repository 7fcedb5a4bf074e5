using System.Runtime.InteropServices;

namespace CommerceKitty.Admin.Common;

/// <summary>A key's SHA-256 as a value: compared without a loop, kept without an object.</summary>
/// <param name="First">Bytes 0 to 7, little-endian.</param>
/// <param name="Second">Bytes 8 to 15.</param>
/// <param name="Third">Bytes 16 to 23.</param>
/// <param name="Fourth">Bytes 24 to 31.</param>
public readonly record struct KeyHash(ulong First, ulong Second, ulong Third, ulong Fourth)
{
    /// <summary>What is kept of it among the fingerprints; never 0, which marks an empty slot.</summary>
    public ulong Fingerprint => First == 0 ? 1 : First;

    /// <summary>The fingerprint of 32 bytes.</summary>
    public static ulong FingerprintOf(ReadOnlySpan<byte> hash) => Of(hash).Fingerprint;

    /// <summary>The value of 32 bytes.</summary>
    public static KeyHash Of(ReadOnlySpan<byte> hash) =>
        MemoryMarshal.Cast<byte, ulong>(hash) is [var first, var second, var third, var fourth]
        ? new(first, second, third, fourth)
        : throw new ArgumentException("A SHA-256 has 32 bytes.", nameof(hash));

    /// <summary>The 32 bytes again.</summary>
    public byte[] ToArray()
    {
        ReadOnlySpan<ulong> parts = [First, Second, Third, Fourth];
        return MemoryMarshal.AsBytes(parts).ToArray();
    }

    /// <inheritdoc/>
    public override int GetHashCode() => (int)First;
}
