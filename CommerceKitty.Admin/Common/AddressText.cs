using System.Net;

namespace CommerceKitty.Admin.Common;

/// <summary>How addresses are stored and shown.</summary>
public static class AddressText
{
    /// <summary>The address; an IPv4 address in its own form even when it came over an IPv6 socket. Empty when unknown.</summary>
    public static string Of(IPAddress? address) =>
        address is null ? string.Empty : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}
