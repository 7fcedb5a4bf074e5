namespace CommerceKitty.Admin.Entities;

/// <summary>How often a key was used in one hour, for one permission, with one result, as one node counted it. Written behind (R10). Each
/// node has rows of its own, so that nodes never write the same row; a reader adds them up.</summary>
public sealed class ApiKeyUsage
{
    /// <summary>Longest name of a permission.</summary>
    public const int PermissionLength = 64;

    /// <summary>The <see cref="Node"/> of what all nodes counted, once an hour is over.</summary>
    public static readonly Guid AllNodes = Guid.Empty;

    public required int ApiKeyId { get; init; }

    /// <summary>UTC; the hour's beginning.</summary>
    public required DateTime Hour { get; init; }

    /// <summary>The permission that the request needed; empty when it needed none.</summary>
    public required string Permission { get; init; }

    public required KeyUseResult Result { get; init; }

    /// <summary>Which run of which node counted; drawn at random at its start. Or <see cref="AllNodes"/>.</summary>
    public required Guid Node { get; init; }

    public required long Count { get; set; }
}
