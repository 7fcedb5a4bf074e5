using System.Text.Json;
using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.Refusals;

/// <summary>How refusals are put to people.</summary>
public static class RefusalPresentation
{
    /// <summary>All reasons by their names in an address.</summary>
    public static IReadOnlyList<(string Value, string Text)> Reasons { get; } =
        [.. Enum.GetValues<RefusalReason>().Select(r => (NameOf(r), ToDisplayText(r)))];

    /// <summary>The reason's name in an address.</summary>
    public static string NameOf(RefusalReason reason) => JsonNamingPolicy.KebabCaseLower.ConvertName(reason.ToString());

    /// <summary>The reason in words.</summary>
    public static string ToDisplayText(RefusalReason reason) => reason switch
    {
        RefusalReason.Unknown => "Unknown key",
        RefusalReason.Malformed => "Not a key's format",
        RefusalReason.NoCredentials => "No key sent",
        RefusalReason.TwoCredentials => "Credentials sent twice",
        RefusalReason.Disabled => "Key disabled",
        RefusalReason.Revoked => "Key revoked",
        RefusalReason.Expired => "Key expired",
        RefusalReason.Replaced => "Old value after rotation",
        RefusalReason.UserDisabled => "User disabled",
        RefusalReason.Forbidden => "Permission missing",
        RefusalReason.Limited => "Rate limit exceeded",
        RefusalReason.Network => "Network not allowed",
        RefusalReason.PlainHttp => "Plain HTTP",
        RefusalReason.UnknownEmail => "Sign-in with an unknown email",
        _ => reason.ToString(),
    };
}
