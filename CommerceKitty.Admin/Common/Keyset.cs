using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace CommerceKitty.Admin.Common;

/// <summary>Some rows of a long list, and where the list goes on.</summary>
/// <param name="Items">The rows, in the order asked for.</param>
/// <param name="Next">The cursor of the rows after these; null at the end.</param>
public sealed record Slice<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>How many rows of a list the API gives at once.</summary>
public static class SliceLimit
{
    /// <summary>Without a limit.</summary>
    public const int Default = 50;

    /// <summary>At most.</summary>
    public const int Maximum = 200;

    /// <summary>Reads the <c>limit</c> of a request; nothing counts as <see cref="Default"/>.</summary>
    public static Result<int> Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Default;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Maximum
            ? limit
            : Error.Invalid("limit", string.Create(CultureInfo.InvariantCulture, $"The limit is not a whole number from 1 to {Maximum}."));
    }
}

/// <summary>The place in a list sorted by time, then id, after which the next rows come. Rows added or removed elsewhere
/// in the list do not move it.</summary>
/// <param name="At">The last row's time; UTC.</param>
/// <param name="Id">The last row's id.</param>
public readonly record struct SliceCursor(DateTime At, int Id)
{
    private const byte Version = 1;

    // A multiple of three: no bits of the base64url text are left over, so each cursor has exactly one spelling.
    private const int Length = 1 + sizeof(long) + sizeof(long) + sizeof(uint);

    private static readonly Error Bad =
        Error.Invalid("after", "The cursor is not one that this list gave in this order. Start again without it.");

    /// <summary>The cursor as clients carry it.</summary>
    /// <param name="list">Which list in which order; a cursor of another one is refused.</param>
    public string Write(string list)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], At.Ticks);
        BinaryPrimitives.WriteInt64BigEndian(bytes[9..], Id);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[17..], Checksum(list, bytes[..17]));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a cursor that <see cref="Write"/> made for the same list; no text gives no cursor.</summary>
    /// <returns>Null when it is one, else the refusal.</returns>
    public static Error? TryRead(string? text, string list, out SliceCursor? cursor)
    {
        cursor = null;
        if (string.IsNullOrEmpty(text))
            return null;
        Span<byte> bytes = stackalloc byte[Length];
        if (text.Length != Base64Url.GetEncodedLength(Length)
            || text.Any(char.IsWhiteSpace)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var length)
            || length != Length
            || bytes[0] != Version
            || BinaryPrimitives.ReadUInt32BigEndian(bytes[17..]) != Checksum(list, bytes[..17]))
        {
            return Bad;
        }

        // Anybody can compute the checksum: what it covers may still be out of range.
        var (ticks, id) = (BinaryPrimitives.ReadInt64BigEndian(bytes[1..]), BinaryPrimitives.ReadInt64BigEndian(bytes[9..]));
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks || id is < int.MinValue or > int.MaxValue)
            return Bad;
        cursor = new SliceCursor(new DateTime(ticks, DateTimeKind.Utc), (int)id);
        return null;
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
