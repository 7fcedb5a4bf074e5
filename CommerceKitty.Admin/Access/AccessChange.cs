namespace CommerceKitty.Admin.Access;

/// <summary>Which key, user or group changed at which version, so that nobody has to forget everything because of one change.</summary>
public sealed class AccessChange
{
    public required long Version { get; init; }

    public required AccessSubject Subject { get; init; }

    public required int SubjectId { get; init; }
}
