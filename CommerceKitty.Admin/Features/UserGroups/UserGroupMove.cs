using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.UserGroups;

/// <summary>Puts all users of a group that goes into another one.</summary>
internal static class UserGroupMove
{
    /// <summary>Moves all users of a group into another one, with an audit entry each; some thousands at once, so nothing is asked
    /// per user. What a member may do is what the group grants, so one question answers R6 for them all, but for the owner.</summary>
    public static async Task<Result<List<int>>> RunAsync(
        Work work, UserGroup group, PermissionSet granted, string? moveTo, CancellationToken ct)
    {
        var memberships = await work.Db.UserRoles.Where(m => m.RoleId == group.Id).ToListAsync(ct);
        if (memberships.Count == 0)
            return new List<int>();
        if (string.IsNullOrWhiteSpace(moveTo))
            return Error.Invalid("moveTo", $"{group.Name} has users. Choose the group that they come into.");
        if (moveTo == group.Code)
            return Error.Invalid("moveTo", "Choose another group than the one you delete.");
        var target = await work.Db.Roles.SingleOrDefaultAsync(g => g.Code == moveTo, ct);
        if (target is null)
            return Error.Invalid("moveTo", "This group does not exist any more. Choose another one.");
        if (Authority.Refuse(work.Actor, Permissions.Users.Edit) is { } mayNotMove)
            return mayNotMove;
        var given = PermissionSet.Of((await UserGroupRows.ClaimsAsync(work, target, ct)).Select(c => c.ClaimValue!));
        if (Authority.RefuseGranting(work.Actor, given, $"Users of {target.Name} may do more than you") is { } tooStrong)
            return tooStrong;
        if (Authority.RefuseGranting(work.Actor, granted, $"Users of {group.Name} may do more than you") is { } strongerUsers)
            return strongerUsers;
        var users = await work.Db.Users.AsNoTracking()
            .Where(u => work.Db.UserRoles.Any(m => m.RoleId == group.Id && m.UserId == u.Id))
            .Select(u => new { u.Id, u.FirstName, u.LastName, u.IsOwner })
            .ToListAsync(ct);
        if (users.Find(u => u.IsOwner) is { } owner
            && await AccessReader.FindUserAsync(work.Db, owner.Id, ct) is { } access
            && Authority.RefuseDelegation(work.Actor, access) is { } notTheOwner)
        {
            return notTheOwner;
        }

        // A user is in one group, by a unique index: the old rows go before the new ones come.
        work.Db.UserRoles.RemoveRange(memberships);
        await work.Db.SaveChangesAsync(ct);
        work.Db.UserRoles.AddRange(users.Select(u => new IdentityUserRole<int> { UserId = u.Id, RoleId = target.Id }));
        foreach (var user in users)
        {
            work.Audit(AuditActions.UserMoved, new AuditTarget("users", user.Id, User.FullName(user.FirstName, user.LastName)),
                new { Group = group.Code }, new { Group = target.Code });
        }

        return users.ConvertAll(u => u.Id);
    }
}
