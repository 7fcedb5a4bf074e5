using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.Demo;

/// <summary>The character of one of the demo shop's keys: whose it is, how it is used, and what became of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Holder">The mailbox of the user that it acts as.</param>
/// <param name="MadeBy">The mailbox of the person who made it.</param>
/// <param name="Age">Days since it was made.</param>
/// <param name="Rhythm">How often it is used.</param>
/// <param name="Permissions">What its requests need, the most frequent first.</param>
/// <param name="Client">What it says it is.</param>
/// <param name="Address">Where it calls from.</param>
internal sealed record DemoKey(
    string Name, string Holder, string MadeBy, int Age, DemoRhythm Rhythm, string[] Permissions, string Client, string Address)
{
    /// <summary>How many days ago it was last accepted; 0 for one that is in use.</summary>
    public int SilentFor { get; init; }

    /// <summary>Since how many days its requests are rejected; 0 when they are not.</summary>
    public int RejectedFor { get; init; }

    /// <summary>Why they are.</summary>
    public RefusalReason? Reason { get; init; }

    /// <summary>In how many days it expires, fewer than 0 for ago; null for never.</summary>
    public int? ExpiresIn { get; init; }

    /// <summary>The mailbox of the person who disabled or revoked it.</summary>
    public string? EndedBy { get; init; }

    /// <summary>Its own limit of requests a minute; null for the usual one.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>What it still asks for and may not have.</summary>
    public string? Forbidden { get; init; }
}
