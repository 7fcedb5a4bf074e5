using System.Text.Json;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.LeastPrivilege;

/// <summary>Moves to smaller groups as the audit log keeps them. What undoing one needs is in its entry, so that it outlives a restart and
/// every node knows it.</summary>
internal static class LeastPrivilegeMoves
{
    /// <summary>How long a move can be undone.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromMinutes(10);

    /// <summary>The <see cref="MoveFields.Reason"/> of such a move.</summary>
    public const string Reason = "least-privilege";

    /// <summary>Entries about a user that say that its permissions or who uses them changed.</summary>
    private static readonly string[] Changes =
    [
        AuditActions.UserMoved, AuditActions.UserEdited, AuditActions.UserEnabled, AuditActions.UserDisabled,
        AuditActions.OwnershipTransferred,
    ];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The latest move of the user that is not older than can be undone; null when there is none.</summary>
    public static async Task<FoundMove?> FindAsync(CommerceKittyDbContext db, int userId, DateTime now, CancellationToken ct)
    {
        var since = now - UndoTime;
        var entries = await db.AuditEntries.AsNoTracking()
            .Where(e => e.TargetType == "users" && e.TargetId == userId && e.At > since && Changes.Contains(e.Action))
            .OrderByDescending(e => e.Id)
            .ToListAsync(ct);
        var index = entries.FindIndex(e => IsMove(e));
        if (index < 0)
            return null;
        var entry = entries[index];
        var (before, after) = (Read(entry.Before), Read(entry.After));
        if (before?.Group is not { Length: > 0 } formerCode || after?.Group is not { Length: > 0 } newCode)
            return null;
        var former = await db.Roles.SingleOrDefaultAsync(g => g.Code == formerCode, ct);
        var current = await db.Roles.SingleOrDefaultAsync(
            g => g.Code == newCode && db.UserRoles.Any(m => m.UserId == userId && m.RoleId == g.Id), ct);
        // Moved back, edited, disabled, or one of the groups is another than it was.
        var isChanged = index > 0 || current is null || former is null || await IsChangedAsync(former);
        var isOwn = after.NewGroup && current is not null && !await IsChangedAsync(current);
        return new FoundMove(entry, former, current, isChanged, isOwn);

        Task<bool> IsChangedAsync(UserGroup group) => db.AuditEntries.AnyAsync(
            e => e.TargetType == "user-groups" && e.TargetId == group.Id && e.Id > entry.Id
                && e.Action != AuditActions.UserGroupRenamed, ct);
    }

    private static bool IsMove(AuditEntry entry) =>
        entry.Action == AuditActions.UserMoved && Read(entry.After) is { Reason: Reason };

    private static MoveFields? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<MoveFields>(json, Json);
}
