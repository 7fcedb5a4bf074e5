using System.Collections.Frozen;
using System.Text.Json;
using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Entities;

/// <summary>The names of <see cref="OrderStatus"/>.</summary>
public static class OrderStatusNames
{
    private static readonly FrozenDictionary<string, OrderStatus> ByName =
        Enum.GetValues<OrderStatus>().ToFrozenDictionary(s => JsonNamingPolicy.KebabCaseLower.ConvertName(s.ToString()));

    /// <summary>As the API writes it, with blanks: "partially shipped".</summary>
    public static string ToDisplayText(OrderStatus status) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(status.ToString()).Replace('-', ' ');

    /// <summary>Reads the API's <c>status</c>; no text gives none.</summary>
    /// <returns>Null, or the refusal of a name that does not exist.</returns>
    public static Error? TryRead(string? text, out OrderStatus? status)
    {
        status = null;
        if (string.IsNullOrEmpty(text))
            return null;
        if (!ByName.TryGetValue(text, out var found))
            return Error.Invalid("status", "The status is not one of open, partially-shipped, shipped and cancelled.");
        status = found;
        return null;
    }
}
