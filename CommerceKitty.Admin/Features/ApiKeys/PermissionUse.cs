namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>How a key used a permission.</summary>
/// <param name="Permission">Its name.</param>
/// <param name="Count">How many accepted requests needed it.</param>
/// <param name="LastHour">UTC; the beginning of the hour of the latest one.</param>
public sealed record PermissionUse(string Permission, long Count, DateTime LastHour);
