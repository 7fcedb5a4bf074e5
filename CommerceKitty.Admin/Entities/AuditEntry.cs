using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Entities;

/// <summary>One change and who made it (R8). Written in the change's own transaction, then never changed or deleted.</summary>
public sealed class AuditEntry
{
    /// <summary>The maximum length of an actor's name, which can be a key's name and its user's.</summary>
    public const int ActorLength = 400;

    /// <summary>The maximum length of an IP address.</summary>
    public const int AddressLength = 64;

    /// <summary>The maximum length of an action.</summary>
    public const int ActionLength = 60;

    /// <summary>The maximum length of a target's type.</summary>
    public const int TargetTypeLength = 40;

    /// <summary>The maximum length of a target's name.</summary>
    public const int TargetLength = 600;

    /// <summary>Bytes of a hash of the chain.</summary>
    public const int HashLength = 32;

    public long Id { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>By which way the actor acted.</summary>
    public required ActorKind ActorKind { get; init; }

    /// <summary>The acting user; null for the command line and the system. Not a foreign key: the entry outlives everything.</summary>
    public int? ActorUserId { get; init; }

    /// <summary>The key, when the actor came by key.</summary>
    public int? ActorApiKeyId { get; init; }

    /// <summary>The key's name at that time. Null when no key was used, and in entries of versions that did not keep it.</summary>
    public string? ActorApiKey { get; init; }

    /// <summary>The actor's name at that time.</summary>
    public required string Actor { get; init; }

    /// <summary>Where the actor came from; null for the command line and the system.</summary>
    public string? Address { get; init; }

    /// <summary>What was done: one of <see cref="AuditActions"/>.</summary>
    public required string Action { get; init; }

    /// <summary>The kind of thing it was done to: a resource of the permission catalogue.</summary>
    public required string TargetType { get; init; }

    /// <summary>The thing's id.</summary>
    public required int TargetId { get; init; }

    /// <summary>The thing's name at that time.</summary>
    public required string Target { get; init; }

    /// <summary>What changed, as a JSON object of the fields before; null when there was nothing before. Never a secret.</summary>
    public string? Before { get; init; }

    /// <summary>The same fields after; null when there is nothing after.</summary>
    public string? After { get; init; }

    /// <summary>The access version that the change made; null for a change that changed nobody's access.</summary>
    public long? AccessVersion { get; private set; }

    /// <summary>The place in the chain, from 1 without a gap; null for an entry of an older version until it is chained.</summary>
    public long? Number { get; private set; }

    /// <summary>SHA-256 of the predecessor's hash and this entry's content, see <see cref="AuditChain"/>.</summary>
    public byte[]? Hash { get; private set; }

    /// <summary>Says which access version the change made. Before the entry is chained.</summary>
    internal void Made(long? accessVersion) => AccessVersion = accessVersion;

    /// <summary>Gives the entry its place in the chain, once.</summary>
    internal void Chain(long number, byte[] hash) => (Number, Hash) = Number is null
        ? (number, hash)
        : throw new InvalidOperationException("An entry of the audit log is chained once.");

    /// <summary>What it is found by. Stored, and computed again for every save.</summary>
    public string SearchText
    {
        get => Common.SearchText.Of(Actor, Action, Target, Address ?? string.Empty);
        private set { }
    }
}
