using System.Collections.Frozen;
using System.Collections.Immutable;

namespace CommerceKitty.Admin.Security;

/// <summary>The one static list of permissions, in the order in which people read them. Policies, the groups' matrix, the
/// command line's check and the docs are made from it.</summary>
public static class PermissionCatalogue
{
    private static readonly (string Name, string Label)[] Resources =
    [
        ("orders", "Orders"), ("products", "Products"), ("inventory", "Inventory"), ("users", "Users"),
        ("user-groups", "User groups"), ("api-keys", "API keys"), ("audit-log", "Audit log"),
        ("settings", "Settings"),
    ];

    private static readonly (string Name, string Label)[] Actions =
        [("view-all", "View all"), ("view", "View"), ("create", "Create"), ("edit", "Edit"), ("delete", "Delete")];

    private static readonly FrozenSet<string> NotOffered =
        new[]
        {
            "orders.delete", "inventory.create", "inventory.delete", "audit-log.create", "audit-log.edit", "audit-log.delete",
            "settings.view-all", "settings.create", "settings.delete",
        }.ToFrozenSet();

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
