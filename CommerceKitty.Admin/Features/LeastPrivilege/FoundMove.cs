using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.LeastPrivilege;

/// <summary>A move that was found.</summary>
/// <param name="Entry">Its entry.</param>
/// <param name="Former">The group before; null when it is gone.</param>
/// <param name="Current">The group since; null when the user is not in it any more.</param>
/// <param name="IsChanged">True when something that it depends on was changed since.</param>
/// <param name="IsOwnGroup">True when <paramref name="Current"/> was made for the move and is still as it was made.</param>
internal sealed record FoundMove(AuditEntry Entry, UserGroup? Former, UserGroup? Current, bool IsChanged, bool IsOwnGroup)
{
    /// <summary>UTC; until when it can be undone.</summary>
    public DateTime Until => Entry.At + LeastPrivilegeMoves.UndoTime;
}
