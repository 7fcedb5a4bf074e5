namespace CommerceKitty.Admin.Features.Audit;

/// <summary>One field of an entry.</summary>
/// <param name="Field">In words.</param>
/// <param name="Before">Null when there was nothing before.</param>
/// <param name="After">Null when there is nothing after.</param>
public readonly record struct AuditChange(string Field, string? Before, string? After)
{
    /// <summary>True when the entry has the field both before and after, and it is another one.</summary>
    public bool IsChange => Before is not null && After is not null && Before != After;
}
