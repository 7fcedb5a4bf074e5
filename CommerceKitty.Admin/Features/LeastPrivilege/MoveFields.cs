namespace CommerceKitty.Admin.Features.LeastPrivilege;

/// <summary>The fields of a move in the audit log.</summary>
/// <param name="Group">The group's code.</param>
/// <param name="Reason">Why; null for a move by hand.</param>
/// <param name="NewGroup">True when the group was made for the move.</param>
internal sealed record MoveFields(string? Group, string? Reason = null, bool NewGroup = false);
