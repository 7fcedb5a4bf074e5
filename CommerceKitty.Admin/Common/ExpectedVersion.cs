namespace CommerceKitty.Admin.Common;

/// <summary>Which versions of a thing its caller wants to change; null where any version will do. A number is the version that was
/// looked at.</summary>
/// <param name="Accepted">The versions to change; null for any, empty when none can match.</param>
/// <param name="Rejected">The versions not to change; null for every one, so that only what does not exist yet would be
/// changed.</param>
public sealed record ExpectedVersion(IReadOnlyList<int>? Accepted, IReadOnlyList<int>? Rejected)
{
    /// <summary>The version that was looked at.</summary>
    public static implicit operator ExpectedVersion(int version) => new([version], []);

    /// <summary>Null when the thing has an expected version, else the refusal.</summary>
    public static Error? RefuseOther(ExpectedVersion? expected, int actual, string thing) => expected?.Refuse(actual, thing);

    private Error? Refuse(int actual, string thing)
    {
        if (Rejected?.Contains(actual) != false)
            return Error.NotExpected(thing);
        if (Accepted is null || Accepted.Contains(actual))
            return null;
        return Accepted.Count == 0 ? Error.UnknownEntityTag : Error.Stale(thing);
    }
}
