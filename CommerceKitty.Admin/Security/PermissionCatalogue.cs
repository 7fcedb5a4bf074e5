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
