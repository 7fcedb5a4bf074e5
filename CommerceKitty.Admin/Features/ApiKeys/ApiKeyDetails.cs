using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>A key with what it can do and does.</summary>
/// <param name="Key">The key.</param>
/// <param name="Holder">The user it acts as, with the permissions of this moment.</param>
/// <param name="Uses">The permissions that accepted requests needed in the last <see cref="UseDays"/> days, by name; also those that the
/// user no longer has.</param>
public sealed record ApiKeyDetails(ApiKeyRow Key, UserAccess Holder, IReadOnlyDictionary<string, PermissionUse> Uses)
{
    /// <summary>How many days back uses are looked for.</summary>
    public const int UseDays = 90;

    /// <summary>Who is told what happens to the key; null when nobody was chosen.</summary>
    public ResponsiblePerson? Responsible { get; init; }

    /// <summary>UTC; the last rotation. Null when the key still has its first value.</summary>
    public DateTime? RotatedAt { get; init; }

    /// <summary>Who rotated it last and saw its present value; null when the key rotated itself.</summary>
    public ResponsiblePerson? RotatedBy { get; init; }
}
