namespace CommerceKitty.Admin.Access;

/// <summary>What one transaction has changed about access so far.</summary>
internal sealed class AccessTransaction
{
    /// <summary>The access version that its commit makes; null while it has changed nothing.</summary>
    public long? Version { get; set; }

    /// <summary>True when a user or key may do less after it.</summary>
    public bool TakesAway { get; set; }

    /// <summary>What was written to the log already.</summary>
    public HashSet<(AccessSubject Subject, int Id)> Logged { get; } = [];

    /// <summary>What the save in progress changes; null between saves.</summary>
    public AccessChangeSet? Saving { get; set; }
}
