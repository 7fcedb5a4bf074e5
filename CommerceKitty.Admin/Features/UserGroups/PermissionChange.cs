using CommerceKitty.Admin.Security;

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
    public string ToDisplayText(int limit = 4) =>
        string.Join(" · ", new[] { Words('+', Added, limit), Words('−', Removed, limit) }.Where(w => w.Length > 0));

    private static string Words(char sign, PermissionSet set, int limit)
    {
        var labels = set.Permissions.Select(p => p.Label).ToList();
        return labels.Count == 0
            ? string.Empty
            : $"{sign}{labels.Count} {string.Join(", ", labels.Take(limit))}"
                + (labels.Count > limit ? $" and {labels.Count - limit} more" : null);
    }
}
