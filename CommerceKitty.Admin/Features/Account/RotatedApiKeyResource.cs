using System.ComponentModel.DataAnnotations;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.ApiKeys;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>An API key with its new value. The value is shown only in this response.</summary>
public sealed record RotatedApiKeyResource(ApiKeyResource Key, string Value, DateTime? PreviousUntil)
{
    /// <summary>The key, with the hint of the new value.</summary>
    public ApiKeyResource Key { get; init; } = Key;

    /// <summary>The new value. Its checksum in this example is wrong on purpose.</summary>
    /// <example>kitty_Ab3dEXAMPLEexampleEXAMPLEexampleEXAM000000</example>
    [Length(ApiKeyToken.Length, ApiKeyToken.Length), RegularExpression(ApiKeyToken.ValuePattern)]
    public string Value { get; init; } = Value;

    /// <summary>Until when the old value still works. Null when it no longer works.</summary>
    /// <example>2026-11-24T09:30:00Z</example>
    public DateTime? PreviousUntil { get; init; } = PreviousUntil;

    /// <summary>Never contains the value.</summary>
    public override string ToString() => Key.ToString();
}
