using System.Collections.Frozen;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>What the counters of use do not say. They name one permission for each request, but some operations of the API require a second
/// one: without it, the request that was counted would be refused.</summary>
internal static class SecondPermissions
{
    /// <summary>For each permission that is counted, those that operations counted by it can require too. A test compares it with the
    /// endpoints.</summary>
    public static readonly FrozenDictionary<string, PermissionSet> All = new Dictionary<string, PermissionSet>
    {
        [Permissions.Orders.Edit] = PermissionSet.Of([Permissions.Orders.View]),
        [Permissions.Products.Edit] = PermissionSet.Of([Permissions.Products.View]),
        [Permissions.Inventory.Edit] = PermissionSet.Of([Permissions.Inventory.View]),
        [Permissions.Users.Edit] = PermissionSet.Of([Permissions.Users.View]),
        [Permissions.ApiKeys.View] = PermissionSet.Of([Permissions.AuditLog.ViewAll, Permissions.Users.View]),
        [Permissions.ApiKeys.Edit] = PermissionSet.Of([Permissions.ApiKeys.View]),
    }.ToFrozenDictionary();

    /// <summary>The same in pairs that a query can compare: what is counted, <c>&gt;</c>, what can be required too.</summary>
    public static readonly IReadOnlyList<string> Pairs =
        [.. All.SelectMany(a => a.Value.Permissions.Select(p => $"{a.Key}>{p.Name}")).Order(StringComparer.Ordinal)];

    /// <summary>Offboarding is counted as an edit of the user; what it did to keys is in the audit log.</summary>
    public static readonly FrozenDictionary<string, string> Audited = new Dictionary<string, string>
    {
        [AuditActions.ApiKeyRevoked] = Permissions.ApiKeys.Delete,
        [AuditActions.ApiKeyEndSet] = Permissions.ApiKeys.Edit,
    }.ToFrozenDictionary();

    /// <summary>The set with what its members can require too.</summary>
    public static PermissionSet With(PermissionSet used)
    {
        var all = used;
        foreach (var permission in used.Permissions)
            all = all.With(All.GetValueOrDefault(permission.Name));
        return all;
    }
}
