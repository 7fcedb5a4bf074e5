namespace CommerceKitty.Admin.Features.Settings;

/// <summary>The keys that a stricter policy no longer allows.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Some">The first of them by name; none when the viewer may not list keys.</param>
public sealed record AffectedKeys(int Count, IReadOnlyList<AffectedKey> Some)
{
    /// <summary>How many are listed at most.</summary>
    public const int Most = 50;
}
