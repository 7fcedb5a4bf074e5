using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using System.Runtime.InteropServices;

namespace CommerceKitty.Admin.Common;

/// <summary>A key's SHA-256 as a value: compared without a loop, kept without an object.</summary>
/// <param name="First">Bytes 0 to 7, little-endian.</param>
/// <param name="Second">Bytes 8 to 15.</param>
/// <param name="Third">Bytes 16 to 23.</param>
/// <param name="Fourth">Bytes 24 to 31.</param>
public readonly record struct KeyHash(ulong First, ulong Second, ulong Third, ulong Fourth)
{
    /// <summary>What is kept of it among the fingerprints; never 0, which marks an empty slot.</summary>
    public ulong Fingerprint => First == 0 ? 1 : First;

    /// <summary>The fingerprint of 32 bytes.</summary>
    public static ulong FingerprintOf(ReadOnlySpan<byte> hash) => Of(hash).Fingerprint;

    /// <summary>The value of 32 bytes.</summary>
    public static KeyHash Of(ReadOnlySpan<byte> hash) =>
        MemoryMarshal.Cast<byte, ulong>(hash) is [var first, var second, var third, var fourth]
        ? new(first, second, third, fourth)
        : throw new ArgumentException("A SHA-256 has 32 bytes.", nameof(hash));

    /// <summary>The 32 bytes again.</summary>
    public byte[] ToArray()
    {
        ReadOnlySpan<ulong> parts = [First, Second, Third, Fourth];
        return MemoryMarshal.AsBytes(parts).ToArray();
    }

    /// <inheritdoc/>
    public override int GetHashCode() => (int)First;
}
