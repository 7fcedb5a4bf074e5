using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.LeastPrivilege;

/// <summary>How a difference of permissions is put to people.</summary>
public static class LeastPrivilegeWords
{
    /// <summary>For example "Loses Orders: Delete, Products: Edit; keeps Orders: View."</summary>
    public static string Difference(PermissionSet held, PermissionSet kept) =>
        $"Loses {Names(held.Without(kept))}; keeps {Names(kept)}.";

    /// <summary>The labels of these permissions; "nothing" when there is none.</summary>
    public static string Names(PermissionSet permissions) =>
        permissions.Count == 0 ? "nothing" : string.Join(", ", permissions.Permissions.Select(p => p.Label));
}
