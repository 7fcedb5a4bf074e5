using System.Net;

namespace CommerceKitty.Admin.Common;

/// <summary>How addresses are stored and shown.</summary>
public static class AddressText
{
    /// <summary>The address; an IPv4 address in its own form even when it came over an IPv6 socket. Empty when unknown.</summary>
    public static string Of(IPAddress? address) =>
        address is null ? string.Empty : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();

    /// <summary>The address that a text of <see cref="Of"/> stands for; null when it stands for none.</summary>
    public static IPAddress? Parse(string text) => IPAddress.TryParse(text, out var address) ? address : null;

    /// <summary>A text that someone entered, as it is stored; null for what is no address.</summary>
    public static string? Read(string? text) =>
        text?.Trim() is { Length: > 0 and <= 64 } given && (given.Contains('.', StringComparison.Ordinal)
            || given.Contains(':', StringComparison.Ordinal)) && IPAddress.TryParse(given, out var address)
            ? Of(address)
            : null;
}
