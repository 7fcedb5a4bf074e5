namespace CommerceKitty.Admin.Entities;

/// <summary>Something that people are told about an API key, once: key, kind, threshold and end together are unique, so that however
/// many nodes find it due, one of them tells it.</summary>
public sealed class Notice
{
    public long Id { get; init; }

    public required int ApiKeyId { get; init; }

    public ApiKey? ApiKey { get; init; }

    public required NoticeKind Kind { get; init; }

    /// <summary>How many days before the end it was due; 0 for the end itself.</summary>
    public required int Threshold { get; init; }

    /// <summary>The key's end that it is about. UTC. A key that gets another end has notices again.</summary>
    public required DateTime About { get; init; }

    /// <summary>When it was told. UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>Who was told.</summary>
    public ICollection<NoticeRecipient> Recipients { get; } = [];
}
