using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Api;

/// <summary>Reads numbers as JSON Schema 2020-12 understands them: <c>1.0</c> and <c>1e0</c> are whole. A number that cannot be kept as it
/// is written is refused, not rounded.</summary>
/// <typeparam name="T">Int32, Int64 or Decimal.</typeparam>
public sealed class ExactNumberConverter<T> : JsonConverter<T>
    where T : struct, INumber<T>
{
    /// <summary>Longer numbers are nobody's.</summary>
    private const int MaximumLength = 1_000;

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number)
            throw new JsonException();
        // Most numbers are whole and small. The runtime decides the type, not each request.
        if (typeof(T) != typeof(decimal) && reader.TryGetInt32(out var plain))
            return T.CreateTruncating(plain);
        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (length > MaximumLength)
            throw new UnkeptDigitsException();
        var text = reader.HasValueSequence
            ? Encoding.ASCII.GetString(reader.ValueSequence)
            : Encoding.ASCII.GetString(reader.ValueSpan);
        return ExactDecimal.TryRead(text, NumberStyles.Float, out var number) switch
        {
            null => throw new JsonException(),
            false => throw new UnkeptDigitsException(),
            _ when typeof(T) == typeof(decimal) => T.CreateChecked(number),
            _ when decimal.Truncate(number) == number && number >= long.MinValue && number <= long.MaxValue => Whole((long)number),
            _ => throw new JsonException(),
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        if (value is int small)
            writer.WriteNumberValue(small);
        else
            writer.WriteNumberValue(decimal.CreateChecked(value));
    }

    private static T Whole(long number)
    {
        var whole = T.CreateTruncating(number);
        return long.CreateChecked(whole) == number ? whole : throw new JsonException();
    }
}
