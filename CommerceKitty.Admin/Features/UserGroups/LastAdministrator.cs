using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.UserGroups;

/// <summary>Someone must always be able to sign in and administer users. The owner is such a person and cannot be disabled, so this
/// refuses only in a database without an owner: there, an enabled person with a password who may edit users stays, whatever is
/// changed: the person, their group or what it grants.</summary>
internal static class LastAdministrator
{
    /// <summary>Makes a change and looks whether it took the last administrator; then it is refused, and the transaction goes with it.
    /// What the change does must be saved when it returns.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="change">The change; its own refusal comes first.</param>
    /// <param name="whoIsLast">Begins the refusal: who or what holds the last administrator.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<Error?> KeepAsync(Work work, Func<Task<Error?>> change, string whoIsLast, CancellationToken ct)
    {
        // An account that has none yet is being set up.
        var had = await ExistsAsync(work.Db, ct);
        if (await change() is { } refusal)
            return refusal;
        return had && !await ExistsAsync(work.Db, ct)
            ? new Error(ErrorKind.Conflict, "last-administrator", $"{whoIsLast}. Give someone else the permission Users: Edit first.")
            : null;
    }

    /// <summary>Begins the refusal of a change to that user.</summary>
    public static string Is(User user) => $"{user.Name} is the last person who can administer users";

    /// <summary>Begins the refusal of a change to that group.</summary>
    public static string IsIn(UserGroup group) => $"The last person who can administer users is in {group.Name}, by what that group grants";

    private static Task<bool> ExistsAsync(CommerceKittyDbContext db, CancellationToken ct) =>
        db.Users.AnyAsync(u => u.Enabled && u.Kind == UserKind.Person && u.PasswordHash != null
            && (u.IsOwner || db.UserRoles.Any(m => m.UserId == u.Id && db.RoleClaims.Any(
                c => c.RoleId == m.RoleId && c.ClaimType == ClaimNames.Permission && c.ClaimValue == Permissions.Users.Edit))), ct);
}
