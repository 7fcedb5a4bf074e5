using System.Text.Json.Serialization;

namespace CommerceKitty.Admin.Common;

/// <summary>A member of a PATCH body that may be absent (leave as it is) or present, even as null (RFC 7396).</summary>
/// <typeparam name="T">The member's type.</typeparam>
[JsonConverter(typeof(OptionalJsonConverterFactory))]
public readonly record struct Optional<T>(T? Value)
{
    /// <summary>True when the member was given.</summary>
    public bool IsGiven { get; } = true;

    /// <summary>Wraps a given value.</summary>
    public static implicit operator Optional<T>(T? value) => new(value);
}
