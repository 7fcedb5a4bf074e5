using System.Collections.Frozen;
using System.Collections.Immutable;

namespace CommerceKitty.Admin.Security;

/// <summary>The names of all permissions, <c>resource.action</c>. Endpoints, pages and services name these constants.</summary>
public static class Permissions
{
    /// <summary>Orders of all channels. Cancelling and shipping are edits.</summary>
    public static class Orders
    {
        public const string ViewAll = "orders.view-all";
        public const string View = "orders.view";
        public const string Create = "orders.create";
        public const string Edit = "orders.edit";
    }

    /// <summary>The product catalogue. Deleting archives.</summary>
    public static class Products
    {
        public const string ViewAll = "products.view-all";
        public const string View = "products.view";
        public const string Create = "products.create";
        public const string Edit = "products.edit";
        public const string Delete = "products.delete";
    }

    /// <summary>Stock by inventory source. Adjusting and setting are edits.</summary>
    public static class Inventory
    {
        public const string ViewAll = "inventory.view-all";
        public const string View = "inventory.view";
        public const string Edit = "inventory.edit";
    }

    /// <summary>People and integration users. Enabling and disabling are edits.</summary>
    public static class Users
    {
        public const string ViewAll = "users.view-all";
        public const string View = "users.view";
        public const string Create = "users.create";
        public const string Edit = "users.edit";
        public const string Delete = "users.delete";
    }

    /// <summary>Named bundles of permissions.</summary>
    public static class UserGroups
    {
        public const string ViewAll = "user-groups.view-all";
        public const string View = "user-groups.view";
        public const string Create = "user-groups.create";
        public const string Edit = "user-groups.edit";
        public const string Delete = "user-groups.delete";
    }

    /// <summary>API keys. Enabling, disabling and renaming are edits; revoking is the deletion.</summary>
    public static class ApiKeys
    {
        public const string ViewAll = "api-keys.view-all";
        public const string View = "api-keys.view";
        public const string Create = "api-keys.create";
        public const string Edit = "api-keys.edit";
        public const string Delete = "api-keys.delete";
    }

    /// <summary>The record of who changed what.</summary>
    public static class AuditLog
    {
        public const string ViewAll = "audit-log.view-all";
        public const string View = "audit-log.view";
    }
}

/// <summary>One permission of the catalogue.</summary>
/// <param name="Index">Its bit in a <see cref="PermissionSet"/>. Never stored; it may change between versions.</param>
/// <param name="Name">The stored, stable name: <c>resource.action</c>.</param>
/// <param name="Resource">The part before the dot.</param>
/// <param name="Action">The part after the dot.</param>
/// <param name="Label">In words, e.g. "Orders: Edit".</param>
public sealed record Permission(int Index, string Name, string Resource, string Action, string Label);

/// <summary>The one static list of permissions, in the order in which people read them. Policies, the groups' matrix, the
/// command line's check and the docs are made from it.</summary>
public static class PermissionCatalogue
{
    private static readonly (string Name, string Label)[] Resources =
    [
        ("orders", "Orders"), ("products", "Products"), ("inventory", "Inventory"), ("users", "Users"),
        ("user-groups", "User groups"), ("api-keys", "API keys"), ("audit-log", "Audit log"),
    ];

    private static readonly (string Name, string Label)[] Actions =
        [("view-all", "View all"), ("view", "View"), ("create", "Create"), ("edit", "Edit"), ("delete", "Delete")];

    private static readonly FrozenSet<string> NotOffered =
        new[] { "orders.delete", "inventory.create", "inventory.delete", "audit-log.create", "audit-log.edit", "audit-log.delete" }
            .ToFrozenSet();

    /// <summary>Every permission there is.</summary>
    public static readonly ImmutableArray<Permission> All =
    [
        .. Resources
            .SelectMany(r => Actions.Select(a => (Resource: r, Action: a, Name: $"{r.Name}.{a.Name}")))
            .Where(p => !NotOffered.Contains(p.Name))
            .Select((p, index) => new Permission(index, p.Name, p.Resource.Name, p.Action.Name, $"{p.Resource.Label}: {p.Action.Label}")),
    ];

    private static readonly FrozenDictionary<string, Permission> ByName = All.ToFrozenDictionary(p => p.Name);

    /// <summary>The resources with their labels, in reading order.</summary>
    public static IReadOnlyList<(string Name, string Label)> AllResources => Resources;

    /// <summary>The actions with their labels, in reading order: the matrix's columns.</summary>
    public static IReadOnlyList<(string Name, string Label)> AllActions => Actions;

    /// <summary>The permission of that name, or null when there is none.</summary>
    public static Permission? Find(string name) => ByName.GetValueOrDefault(name);
}
