namespace CommerceKitty.Admin.Access;

/// <summary>The one row that counts changes of access (design §4): a node that read it and finds the same number again knows that nothing
/// it remembers about keys, users and groups is out of date.</summary>
public sealed class AccessVersion
{
    /// <summary>The id of the one row.</summary>
    public const int RowId = 1;

    public required int Id { get; init; }

    /// <summary>Grows by one with every transaction that changes what anyone may do. The transaction that raises it keeps its row locked
    /// until the commit, so that its order is the order of commits.</summary>
    public required long Version { get; init; }

    /// <summary>From when on the history of access is complete; UTC. Null when it is from the account's beginning.</summary>
    public DateTime? HistoryFrom { get; set; }

    /// <summary>Of which version on the log of changes is complete; older entries were deleted.</summary>
    public required long LogStart { get; init; }
}
