namespace CommerceKitty.Admin.Entities;

/// <summary>That a finding of a key is known and is left as it is until a date. From then on it is a finding again.</summary>
public sealed class ApiKeyFindingAcceptance
{
    /// <summary>The maximum length of a reason.</summary>
    public const int ReasonLength = 200;

    public required int ApiKeyId { get; init; }

    public required ApiKeyFinding Finding { get; init; }

    /// <summary>UTC; from then on it is a finding again.</summary>
    public required DateTime Until { get; set; }

    /// <summary>Why it is left as it is.</summary>
    public required string Reason { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime AcceptedAt { get; set; }

    /// <summary>Who accepted it: their name at that time.</summary>
    public required string AcceptedBy { get; set; }
}
