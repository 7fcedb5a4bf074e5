using System.Numerics;

namespace CommerceKitty.Admin.Security;

/// <summary>A set of permissions as bits (the catalogue has fewer than 64), so that checks and comparisons are single
/// instructions.</summary>
public readonly record struct PermissionSet
{
    private readonly ulong _bits;

    private PermissionSet(ulong bits) => _bits = bits;

    /// <summary>Nothing.</summary>
    public static readonly PermissionSet None;

    /// <summary>The whole catalogue.</summary>
    public static readonly PermissionSet All = Of(PermissionCatalogue.All.Select(p => p.Name));

    /// <summary>How many permissions it holds.</summary>
    public int Count => BitOperations.PopCount(_bits);

    /// <summary>The set of these names; names that are not in the catalogue (of an older version, say) give nothing.</summary>
    public static PermissionSet Of(IEnumerable<string> names)
    {
        var bits = 0UL;
        foreach (var name in names)
        {
            if (PermissionCatalogue.Find(name) is { } permission)
                bits |= 1UL << permission.Index;
        }

        return new PermissionSet(bits);
    }

    /// <summary>True when the permission of that name is in the set; false for a name that does not exist.</summary>
    public bool Contains(string name) => PermissionCatalogue.Find(name) is { } p && (_bits & (1UL << p.Index)) != 0;

    /// <summary>True when everything in <paramref name="other"/> is in this set too (the ⊇ of R6).</summary>
    public bool Covers(PermissionSet other) => (_bits & other._bits) == other._bits;

    /// <summary>What is in this set and not in <paramref name="other"/>.</summary>
    public PermissionSet Without(PermissionSet other) => new(_bits & ~other._bits);

    /// <summary>What is in this set, in <paramref name="other"/> or in both.</summary>
    public PermissionSet With(PermissionSet other) => new(_bits | other._bits);

    /// <summary>The permissions in it, in the catalogue's order.</summary>
    public IEnumerable<Permission> Permissions
    {
        get
        {
            var bits = _bits;
            return PermissionCatalogue.All.Where(p => (bits & (1UL << p.Index)) != 0);
        }
    }
}
