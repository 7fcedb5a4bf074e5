using System.Net;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.Refusals;

/// <summary>What refusals that are counted together have in common.</summary>
/// <param name="Hour">Hours since the year 1.</param>
/// <param name="ApiKeyId">The key, or <see cref="Refusal.NoKey"/>.</param>
/// <param name="Reason">The true reason.</param>
/// <param name="Permission">The permission; null for none.</param>
/// <param name="Address">The caller's address; null when it is unknown, and for all others together.</param>
/// <param name="IsOthers">All addresses beyond a bound.</param>
internal readonly record struct RefusalKind(
    long Hour, int ApiKeyId, RefusalReason Reason, Permission? Permission, IPAddress? Address, bool IsOthers = false)
{
    /// <summary>Where an address is not known, as from a socket of the machine itself.</summary>
    private const string UnknownAddress = "unknown";

    /// <summary>UTC.</summary>
    public DateTime HourBegin => new(Hour * TimeSpan.TicksPerHour, DateTimeKind.Utc);

    /// <summary>The permission as it is stored.</summary>
    public string PermissionName => Permission?.Name ?? string.Empty;

    /// <summary>The address as it is stored.</summary>
    public string AddressName => IsOthers ? string.Empty : Common.AddressText.Of(Address) is { Length: > 0 } text ? text : UnknownAddress;

    /// <summary>The kind of all other addresses of the same key.</summary>
    public RefusalKind OthersOfKey => this with { Address = null, IsOthers = true };

    /// <summary>The kind of all others of the same hour and reason.</summary>
    public RefusalKind OthersOfHour => new(Hour, Refusal.NoKey, Reason, null, null, IsOthers: true);

    /// <summary>How many addresses are told apart for a key, or without one.</summary>
    public static int MostAddresses(int apiKeyId) =>
        apiKeyId == Refusal.NoKey ? Refusal.MostAddressesWithoutKey : Refusal.MostAddresses;
}
