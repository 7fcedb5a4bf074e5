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

namespace CommerceKitty.Admin.Features.UserGroups;

/// <summary>The difference between two sets of permissions.</summary>
public readonly record struct PermissionChange
{
    /// <summary>From one set to another.</summary>
    public PermissionChange(PermissionSet before, PermissionSet after) => (Added, Removed) = (after.Without(before), before.Without(after));

    /// <summary>What comes.</summary>
    public PermissionSet Added { get; }

    /// <summary>What goes.</summary>
    public PermissionSet Removed { get; }

    /// <summary>True when nothing changes.</summary>
    public bool IsNone => Added == PermissionSet.None && Removed == PermissionSet.None;

    /// <summary>The same change made to another set.</summary>
    public PermissionSet ApplyTo(PermissionSet set) => set.With(Added).Without(Removed);

    /// <summary>For example "+2 Orders: View, Orders: Edit · −1 Products: Delete".</summary>
    /// <param name="limit">The most permissions to name for each sign; the rest is counted.</param>
    public string InWords(int limit = 4) =>
        string.Join(" · ", new[] { Words('+', Added, limit), Words('−', Removed, limit) }.Where(w => w.Length > 0));

    private static string Words(char sign, PermissionSet set, int limit)
    {
        var labels = set.Permissions.Select(p => p.Label).ToList();
        return labels.Count == 0
            ? string.Empty
            : $"{sign}{labels.Count} {string.Join(", ", labels.Take(limit))}{(labels.Count > limit ? $" and {labels.Count - limit} more" : null)}";
    }
}
