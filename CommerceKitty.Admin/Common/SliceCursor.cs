using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;

namespace CommerceKitty.Admin.Common;

/// <summary>The place in a list after which the next rows come: what its last row is sorted by, and that row's id. Rows added or
/// removed elsewhere in the list do not move it.</summary>
/// <param name="Value">What the row is sorted by, as its sort writes it.</param>
/// <param name="Id">The row's id.</param>
public readonly record struct SliceCursor(string Value, long Id)
{
    private const byte Version = 2;
    private const int HeadLength = 1 + sizeof(uint) + sizeof(long);

    /// <summary>Longest cursor, in characters; what is longer was never one.</summary>
    public const int MaximumLength = 2_000;

    /// <summary>The form of a cursor, as a regular expression of ECMA-262.</summary>
    public const string Pattern = "^[A-Za-z0-9_-]+$";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static readonly Error Bad =
        Error.Invalid("after", "The cursor is not one that this list gave in this order. Start again without it.");

    /// <summary>The cursor as clients carry it.</summary>
    /// <param name="list">Which list in which order; a cursor of another one is refused.</param>
    public string Write(string list)
    {
        var bytes = new byte[HeadLength + Encoding.UTF8.GetByteCount(Value)];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(5), Id);
        Encoding.UTF8.GetBytes(Value, bytes.AsSpan(HeadLength));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(1), Checksum(list, bytes.AsSpan(5)));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a cursor that <see cref="Write"/> made for the same list; no text gives no cursor.</summary>
    /// <returns>Null when it is one, else the refusal. Anybody can compute the checksum: the value may still be none of the
    /// list's.</returns>
    public static Error? TryRead(string? text, string list, out SliceCursor? cursor)
    {
        cursor = null;
        if (string.IsNullOrEmpty(text))
            return null;
        if (text.Length > MaximumLength || !Base64Url.IsValid(text, out var length) || length < HeadLength)
            return Bad;
        var bytes = Base64Url.DecodeFromChars(text);
        // One spelling only: no blanks, no padding, no bits left over.
        if (bytes[0] != Version
            || BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1)) != Checksum(list, bytes.AsSpan(5))
            || Base64Url.EncodeToString(bytes) != text)
        {
            return Bad;
        }

        try
        {
            cursor = new SliceCursor(StrictUtf8.GetString(bytes.AsSpan(HeadLength)), BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(5)));
            return null;
        }
        catch (DecoderFallbackException)
        {
            return Bad;
        }
    }

    /// <summary>Finds cursors that were cut, mixed up or typed. A forged one only starts the list elsewhere.</summary>
    private static uint Checksum(string list, ReadOnlySpan<byte> bytes)
    {
        var crc = new Crc32();
        crc.Append(Encoding.UTF8.GetBytes(list));
        crc.Append(bytes);
        return crc.GetCurrentHashAsUInt32();
    }
}
