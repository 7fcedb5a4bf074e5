using System.Globalization;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CommerceKitty.Admin.Common;

/// <summary>The format of a key's value (design §3): <c>kitty_</c>, 36 random base62 characters (214 bits), 6 checksum characters.
/// Pure: it stores nothing and knows no key.</summary>
public static partial class ApiKeyToken
{
    /// <summary>What every value begins with.</summary>
    public const string Prefix = "kitty_";

    /// <summary>Characters in a value.</summary>
    public const int Length = 48;

    /// <summary>Characters in a hint: the prefix and the first 4 random ones.</summary>
    public const int HintLength = 10;

    /// <summary>The form of a value, as a regular expression of ECMA-262.</summary>
    public const string ValuePattern = "^kitty_[0-9A-Za-z]{42}$";

    /// <summary>The form of a hint, as a regular expression of ECMA-262.</summary>
    public const string HintPattern = "^kitty_[0-9A-Za-z]{4}$";

    /// <summary>Bytes in a hash (SHA-256).</summary>
    public const int HashLength = 32;

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int RandomLength = 36;
    private const int ChecksumLength = 6;
    private const int BodyLength = Length - ChecksumLength;

    /// <summary>A prefix and one character more than a hint shows.</summary>
    private const int MinimumSecret = HintLength + 1;

    /// <summary>A new value from the system's CSPRNG. GetItems draws without modulo bias.</summary>
    public static string Create()
    {
        var random = RandomNumberGenerator.GetItems<char>(Alphabet, RandomLength);
        return WithChecksum(Prefix + new string(random));
    }

    /// <summary>True when the text has the form of a value and its checksum fits. Says nothing about whether such a key exists.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        if (text.Length != Length || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        foreach (var c in text[Prefix.Length..])
        {
            if (!char.IsAsciiLetterOrDigit(c))
                return false;
        }

        Span<char> expected = stackalloc char[ChecksumLength];
        WriteChecksum(text[..BodyLength], expected);
        return text[BodyLength..].SequenceEqual(expected);
    }

    /// <summary>The value's hash as it is stored: SHA-256 of its ASCII. 214 random bits need no slow hash.</summary>
    public static byte[] Hash(ReadOnlySpan<char> value)
    {
        var hash = new byte[HashLength];
        Hash(value, hash);
        return hash;
    }

    /// <summary>The same into <paramref name="hash"/>, for those who make no objects.</summary>
    public static void Hash(ReadOnlySpan<char> value, Span<byte> hash)
    {
        Span<byte> ascii = stackalloc byte[Length];
        SHA256.HashData(ascii[..Encoding.ASCII.GetBytes(value, ascii)], hash);
    }

    /// <summary>The hash of a value, as it is compared; null, before any hashing, when the text has not the form of one.</summary>
    public static KeyHash? TryHash(ReadOnlySpan<char> value)
    {
        if (!IsWellFormed(value))
            return null;
        Span<byte> hash = stackalloc byte[HashLength];
        Hash(value, hash);
        return KeyHash.Of(hash);
    }

    /// <summary>The part of a value that may be shown: <c>kitty_</c> and 4 characters.</summary>
    public static string Hint(ReadOnlySpan<char> value) => value[..HintLength].ToString();

    /// <summary>True when the text has the form of a hint, and so tells no more of a value than may be shown.</summary>
    public static bool IsHint(string? text) =>
        text is { Length: HintLength }
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.AsSpan(Prefix.Length).IndexOfAnyExcept(Alphabet) < 0;

    /// <summary>Where the first text of a value's form begins in <paramref name="text"/> (checksum not considered, so that a
    /// mistyped key is kept out of sight too); -1 when there is none. Of a doubled prefix the last counts.</summary>
    public static int IndexIn(string text)
    {
        var match = ValueLike().Match(text);
        return match.Success ? match.Index + LastPrefixIn(match.Value) : -1;
    }

    /// <summary>Every value in the text: of the right form, with a checksum that fits.</summary>
    public static IEnumerable<string> FindIn(string text)
    {
        for (var at = text.IndexOf(Prefix, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Prefix, at + 1, StringComparison.Ordinal))
        {
            if (at + Length <= text.Length && IsWellFormed(text.AsSpan(at, Length)))
                yield return text.Substring(at, Length);
        }
    }

    /// <summary>The text with only the hint left of whatever looks like a value (R5).</summary>
    public static string Redact(string text) => ValueLike().Replace(text, match =>
    {
        var at = LastPrefixIn(match.Value);
        return match.Value[..Math.Min(match.Length, at + HintLength)] + "…";
    });

    /// <summary>The last prefix that has more behind it than a hint shows; LastIndexOf takes where the last character may stand.</summary>
    private static int LastPrefixIn(string match) =>
        match.LastIndexOf(Prefix, match.Length - MinimumSecret + Prefix.Length - 1, StringComparison.Ordinal);

    /// <summary>Appends the checksum to <c>kitty_</c> and 36 characters.</summary>
    internal static string WithChecksum(string body) => string.Create(CultureInfo.InvariantCulture, $"{body}{Checksum(body)}");

    private static string Checksum(string body)
    {
        Span<char> checksum = stackalloc char[ChecksumLength];
        WriteChecksum(body, checksum);
        return new string(checksum);
    }

    /// <summary>CRC-32 (IEEE 802.3, as in zlib) of the ASCII, as an unsigned number in base62, left-padded with 0.</summary>
    private static void WriteChecksum(ReadOnlySpan<char> body, Span<char> checksum)
    {
        Span<byte> ascii = stackalloc byte[BodyLength];
        var number = Crc32.HashToUInt32(ascii[..Encoding.ASCII.GetBytes(body, ascii)]);
        for (var i = checksum.Length - 1; i >= 0; i--)
        {
            checksum[i] = Alphabet[(int)(number % 62)];
            number /= 62;
        }
    }

    [GeneratedRegex("kitty_[0-9A-Za-z_]{5,}", RegexOptions.None, 1000)]
    private static partial Regex ValueLike();
}
