using System.Text.Json;

namespace CommerceKitty.Admin.Features.Dossier;

/// <summary>How a dossier writes things.</summary>
internal static class DossierText
{
    /// <summary>The API's name of an enum's member.</summary>
    public static string Name<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
