using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.UserGroups;

/// <summary>Everything that can be done to user groups; pages, the API and the command line all come through here (R1).</summary>
public sealed class UserGroupService(
    CurrentActor current, IDbContextFactory<CommerceKittyDbContext> databases, UnitOfWork unitOfWork, TimeProvider time)
{
    /// <summary>All groups by name. An account has few, so there are no pages.</summary>
    public async Task<Result<IReadOnlyList<UserGroupRow>>> ListAsync(CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.UserGroups.ViewAll, ct);
        return actor.IsDone ? await ReadAllAsync(ct) : actor.Error;
    }

    /// <summary>Exactly the groups that the actor may put a new user into (R6), by name.</summary>
    public async Task<Result<IReadOnlyList<UserGroupRow>>> ListAssignableAsync(CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.Users.Create, ct);
        if (!actor.IsDone)
            return actor.Error;
        return (await ReadAllAsync(ct)).FindAll(g => Authority.RefuseGranting(actor.Value, g.Granted) is null);
    }

    /// <summary>Exactly the groups that the actor may move a user into (R6), by name.</summary>
    public async Task<Result<IReadOnlyList<UserGroupRow>>> ListMovableToAsync(CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.Users.Edit, ct);
        if (!actor.IsDone)
            return actor.Error;
        return (await ReadAllAsync(ct)).FindAll(g => Authority.RefuseGranting(actor.Value, g.Granted) is null);
    }

    /// <summary>One group.</summary>
    public async Task<Result<UserGroupRow>> GetAsync(string code, CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.UserGroups.View, ct);
        return actor.IsDone ? await FindAsync(code, ct) : actor.Error;
    }

    /// <summary>The groups that the actor may put this group's users into when it is deleted (R6), by name; empty when the actor may
    /// not move them at all.</summary>
    public async Task<Result<IReadOnlyList<UserGroupRow>>> ListMoveTargetsAsync(string code, CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.UserGroups.Delete, ct);
        if (!actor.IsDone)
            return actor.Error;
        if (Authority.Refuse(actor.Value, Permissions.Users.Edit) is { } mayNotMove)
            return mayNotMove;
        return (await ReadAllAsync(ct)).FindAll(g => g.Code != code && Authority.RefuseGranting(actor.Value, g.Granted) is null);
    }

    /// <summary>What the actor may give to a group: what it holds itself (R6), and nothing by key (R7). For showing which
    /// permissions can be added; <see cref="SetPermissionsAsync"/> refuses the others anyway.</summary>
    public async Task<Result<PermissionSet>> ListGrantableAsync(CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.UserGroups.View, ct);
        if (!actor.IsDone)
            return actor.Error;
        return PermissionSet.Of(PermissionCatalogue.All
            .Select(p => p.Name).Where(p => Authority.RefuseGranting(actor.Value, PermissionSet.Of([p])) is null));
    }

    /// <summary>Whom a change of the group concerns.</summary>
    public async Task<Result<UserGroupReach>> GetReachAsync(string code, CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.UserGroups.View, ct);
        if (!actor.IsDone)
            return actor.Error;
        var today = time.GetUtcNow().UtcDateTime;
        var month = new DateTime(today.Year, today.Month, 1, 0, 0, 0, DateTimeKind.Utc);
        await using var db = await databases.CreateDbContextAsync(ct);
        var reach = await db.Roles.Where(g => g.Code == code)
            .Select(g => new
            {
                Users = db.UserRoles.Count(m => m.RoleId == g.Id),
                Keys = db.ApiKeys.Count(k => k.Enabled && k.RevokedAt == null && k.User!.Enabled
                    && db.UserRoles.Any(m => m.RoleId == g.Id && m.UserId == k.UserId)),
                Used = db.ApiKeys.Count(k => k.Enabled && k.RevokedAt == null && k.User!.Enabled && k.LastUse!.At >= month
                    && db.UserRoles.Any(m => m.RoleId == g.Id && m.UserId == k.UserId)),
            })
            .SingleOrDefaultAsync(ct);
        return reach is null ? NoSuchGroup : new UserGroupReach(reach.Users, reach.Keys, reach.Used);
    }

    /// <summary>Makes a group. It grants its permissions to whoever comes into it, so R6 and R7 apply.</summary>
    public async Task<Result<UserGroupRow>> CreateAsync(CreateUserGroupRequest request, CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.UserGroups.Create, ct);
        if (!actor.IsDone)
            return actor.Error;
        var permissions = CheckPermissions(request.Permissions);
        return await AddAsync(actor.Value, request.Code, request.Name, permissions.Error,
            (_, _) => Task.FromResult(permissions), copiedFrom: null, ct);
    }

    /// <summary>Makes a group that grants what another one grants now. R6 and R7 apply to all of it.</summary>
    public async Task<Result<UserGroupRow>> DuplicateAsync(string sourceCode, string? newCode, string? newName, CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.UserGroups.Create, ct);
        if (!actor.IsDone)
            return actor.Error;
        if (Authority.Refuse(actor.Value, Permissions.UserGroups.View) is { } unseen)
            return unseen;
        return await AddAsync(actor.Value, newCode, newName, invalid: null, CopyAsync, sourceCode, ct);

        async Task<Result<PermissionSet>> CopyAsync(Work work, Actor now)
        {
            if (Authority.Refuse(now, Permissions.UserGroups.View) is { } refusal)
                return refusal;
            var source = await work.Db.Roles.SingleOrDefaultAsync(g => g.Code == sourceCode, ct);
            return source is null ? NoSuchGroup : PermissionSet.Of((await ClaimsAsync(work, source, ct)).Select(c => c.ClaimValue!));
        }
    }

    /// <summary>Gives the group another name. Its code stays for good: scripts know it by that.</summary>
    /// <param name="code">Which group.</param>
    /// <param name="newName">1 to 80 characters on one line; unique.</param>
    /// <param name="version">The <see cref="UserGroupRow.Version"/> that was looked at; null to rename whatever is there.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<Result<UserGroupRow>> RenameAsync(string code, string? newName, string? version = null, CancellationToken ct = default)
    {
        var name = TextRules.Line(newName, "name", "Name");
        return await ChangeAsync(code, version, async (work, group, actor) =>
        {
            if (!name.IsDone)
                return name.Error;
            if (group.Name == name.Value)
                return null;
            var before = group.Name;
            group.Name = name.Value;
            if (Refusal(await work.UserGroups.UpdateAsync(group)) is { } failed)
                return failed;
            work.Audit(actor, AuditActions.UserGroupRenamed, Target(group), new { Name = before }, new { group.Name });
            return null;
        }, ct);
    }

    /// <summary>Makes the group grant exactly these permissions. What is added is given to every member, so R6 and R7 apply to it;
    /// what is removed only takes power away.</summary>
    /// <param name="code">Which group.</param>
    /// <param name="permissions">Names of the catalogue; what the group already grants may be among them.</param>
    /// <param name="version">The <see cref="UserGroupRow.Version"/> that was looked at; null to set it whatever is there.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<Result<UserGroupRow>> SetPermissionsAsync(
        string code, IReadOnlyCollection<string> permissions, string? version = null, CancellationToken ct = default)
    {
        var wanted = CheckPermissions(permissions);
        return await ChangeAsync(code, version, async (work, group, actor) =>
        {
            if (!wanted.IsDone)
                return wanted.Error;
            var claims = await ClaimsAsync(work, group, ct);
            var before = PermissionSet.Of(claims.Select(c => c.ClaimValue!));
            var (added, removed) = (wanted.Value.Without(before), before.Without(wanted.Value));
            if (added == removed)
                return null; // Both are empty: nothing changes, nothing is audited.
            if (added != PermissionSet.None && Authority.RefuseGranting(actor, added) is { } refusal)
                return refusal;

            work.Db.RoleClaims.RemoveRange(claims.Where(c => removed.Contains(c.ClaimValue!)));
            Grant(work, group, added);
            // Saves it all, with a new stamp: whoever looked at the group before cannot overwrite this unseen.
            if (Refusal(await work.UserGroups.UpdateAsync(group)) is { } failed)
                return failed;
            work.Audit(actor, AuditActions.UserGroupPermissionsChanged, Target(group),
                new { Permissions = Names(before) }, new { Permissions = Names(wanted.Value) });
            return null;
        }, ct);
    }

    /// <summary>Deletes a group. One with users needs another group to put them into: that is a change of each of them, so
    /// it needs the permission to edit users too, and R6 and R7 apply to the target group and to each user moved.</summary>
    /// <param name="code">Which group.</param>
    /// <param name="moveTo">The code of the group that its users come into; not looked at when it has none.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>How many users were moved.</returns>
    public async Task<Result<UserGroupDeletion>> DeleteAsync(string code, string? moveTo = null, CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.UserGroups.Delete, ct);
        if (!actor.IsDone)
            return actor.Error;
        return await unitOfWork.RunAsync<UserGroupDeletion>(async work =>
        {
            var now = await work.DemandAsync(actor.Value, Permissions.UserGroups.Delete, ct);
            if (!now.IsDone)
                return now.Error;
            var group = await work.Db.Roles.SingleOrDefaultAsync(g => g.Code == code, ct);
            if (group is null)
                return NoSuchGroup;
            var claims = await ClaimsAsync(work, group, ct);
            var granted = PermissionSet.Of(claims.Select(c => c.ClaimValue!));
            var moved = await MoveAllAsync(work, now.Value, group, granted, moveTo, ct);
            if (!moved.IsDone)
                return moved.Error;

            work.Db.RoleClaims.RemoveRange(claims);
            if (Refusal(await work.UserGroups.DeleteAsync(group)) is { } failed)
                return failed;
            work.Audit(now.Value, AuditActions.UserGroupDeleted, Target(group),
                before: new { group.Code, group.Name, Permissions = Names(granted) },
                after: moved.Value.Count == 0 ? null : new { MovedUsers = moved.Value.Count, MovedTo = moveTo });
            return new UserGroupDeletion(moved.Value.Count);
        }, ct);
    }

    /// <summary>Message for a code under which there is no group.</summary>
    private static readonly Error NoSuchGroup = Error.NotFound("user group");

    private static readonly Error CodeTaken = Error.Invalid("code", "Code is already used by another user group. Choose another one.");

    private static readonly Error NameTaken = Error.Invalid("name", "Name is already used by another user group. Choose another one.");

    private static AuditTarget Target(UserGroup group) => new("user-groups", group.Id, group.Name!);

    private static string[] Names(PermissionSet permissions) => [.. permissions.Permissions.Select(p => p.Name)];

    private static Result<string> CheckCode(string? code)
    {
        var text = (code ?? string.Empty).Trim();
        return UserGroup.IsCode(text)
            ? text
            : Error.Invalid("code", $"Code must be lowercase letters, digits and single dashes inside, like warehouse-staff, at most {UserGroup.CodeLength} characters.");
    }

    private static Result<PermissionSet> CheckPermissions(IReadOnlyCollection<string> names)
    {
        var unknown = names.Where(n => PermissionCatalogue.Find(n) is null).Distinct(StringComparer.Ordinal).ToList();
        return unknown.Count == 0
            ? PermissionSet.Of(names)
            : Error.Invalid("permissions",
                $"Permissions holds names that do not exist: {string.Join(", ", unknown)}. A permission is written resource.action, like orders.view.");
    }

    private static async Task<Error?> RefuseTakenAsync(Work work, string code, string name, CancellationToken ct)
    {
        var normalized = work.UserGroups.NormalizeKey(name);
        var codeTaken = await work.Db.Roles.AnyAsync(g => g.Code == code, ct) ? CodeTaken : null;
        var nameTaken = await work.Db.Roles.AnyAsync(g => g.NormalizedName == normalized, ct) ? NameTaken : null;
        return Error.Together(codeTaken, nameTaken);
    }

    /// <summary>The one way a group comes to be.</summary>
    /// <param name="actor">Who makes it.</param>
    /// <param name="newCode">As typed.</param>
    /// <param name="newName">As typed.</param>
    /// <param name="invalid">What is already known to be wrong with the rest.</param>
    /// <param name="choose">What it is to grant, as it is inside the transaction.</param>
    /// <param name="copiedFrom">The code of the group it copies, for the audit trail.</param>
    /// <param name="ct">Stops it.</param>
    private async Task<Result<UserGroupRow>> AddAsync(
        Actor actor, string? newCode, string? newName, Error? invalid, Func<Work, Actor, Task<Result<PermissionSet>>> choose, string? copiedFrom,
        CancellationToken ct)
    {
        var code = CheckCode(newCode);
        var name = TextRules.Line(newName, "name", "Name");
        if (Error.Together(code.Error, name.Error, invalid) is { } wrong)
            return wrong;

        var created = await unitOfWork.RunAsync<Done>(async work =>
        {
            var now = await work.DemandAsync(actor, Permissions.UserGroups.Create, ct);
            if (!now.IsDone)
                return now.Error;
            var permissions = await choose(work, now.Value);
            if (!permissions.IsDone)
                return permissions.Error;
            if (Authority.RefuseGranting(now.Value, permissions.Value) is { } refusal)
                return refusal;
            if (await RefuseTakenAsync(work, code.Value!, name.Value!, ct) is { } taken)
                return taken;

            var group = new UserGroup { Code = code.Value!, Name = name.Value!, CreatedAt = work.Now };
            if (Refusal(await work.UserGroups.CreateAsync(group)) is { } failed)
                return failed;
            Grant(work, group, permissions.Value);
            var (groupCode, groupName, granted) = (group.Code, group.Name, Names(permissions.Value));
            work.Audit(now.Value, AuditActions.UserGroupCreated, Target(group), after: copiedFrom is null
                ? new { Code = groupCode, Name = groupName, Permissions = granted }
                : new { Code = groupCode, Name = groupName, Permissions = granted, CopiedFrom = copiedFrom });
            return Done.Value;
        }, ct);
        return created.IsDone ? await FindAsync(code.Value!, ct) : created.Error;
    }

    /// <summary>Runs a change of one group with the actor's access as it is inside the transaction.</summary>
    private async Task<Result<UserGroupRow>> ChangeAsync(
        string code, string? version, Func<Work, UserGroup, Actor, Task<Error?>> change, CancellationToken ct)
    {
        var actor = await current.DemandAsync(Permissions.UserGroups.Edit, ct);
        if (!actor.IsDone)
            return actor.Error;
        var changed = await unitOfWork.RunAsync<Done>(async work =>
        {
            var now = await work.DemandAsync(actor.Value, Permissions.UserGroups.Edit, ct);
            if (!now.IsDone)
                return now.Error;
            var group = await work.Db.Roles.SingleOrDefaultAsync(g => g.Code == code, ct);
            if (group is null)
                return NoSuchGroup;
            if (version is not null && version != (group.ConcurrencyStamp ?? string.Empty))
                return Error.ChangedMeanwhile;
            return await change(work, group, now.Value) is { } refusal ? refusal : Done.Value;
        }, ct);
        return changed.IsDone ? await FindAsync(code, ct) : changed.Error;
    }

    /// <summary>Moves all users of a group into another one, with an audit entry each; some thousands at once, so nothing is asked
    /// per user. What a member may do is what the group grants, so one question answers R6 for them all, but for the owner.</summary>
    private static async Task<Result<List<int>>> MoveAllAsync(
        Work work, Actor actor, UserGroup group, PermissionSet granted, string? moveTo, CancellationToken ct)
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
        if (Authority.Refuse(actor, Permissions.Users.Edit) is { } mayNotMove)
            return mayNotMove;
        var given = PermissionSet.Of((await ClaimsAsync(work, target, ct)).Select(c => c.ClaimValue!));
        if (Authority.RefuseGranting(actor, given, $"Users of {target.Name} may do more than you") is { } tooStrong)
            return tooStrong;
        if (Authority.RefuseGranting(actor, granted, $"Users of {group.Name} may do more than you") is { } strongerUsers)
            return strongerUsers;
        var users = await work.Db.Users.AsNoTracking()
            .Where(u => work.Db.UserRoles.Any(m => m.RoleId == group.Id && m.UserId == u.Id))
            .Select(u => new { u.Id, u.FirstName, u.LastName, u.IsOwner })
            .ToListAsync(ct);
        if (users.Find(u => u.IsOwner) is { } owner
            && await AccessReader.FindUserAsync(work.Db, owner.Id, ct) is { } access && Authority.RefuseHandingOut(actor, access) is { } notTheOwner)
        {
            return notTheOwner;
        }

        // A user is in one group, by a unique index: the old rows go before the new ones come.
        work.Db.UserRoles.RemoveRange(memberships);
        await work.Db.SaveChangesAsync(ct);
        work.Db.UserRoles.AddRange(users.Select(u => new IdentityUserRole<int> { UserId = u.Id, RoleId = target.Id }));
        foreach (var user in users)
        {
            work.Audit(actor, AuditActions.UserMoved, new AuditTarget("users", user.Id, Users.User.FullName(user.FirstName, user.LastName)),
                new { Group = group.Code }, new { Group = target.Code });
        }

        return users.ConvertAll(u => u.Id);
    }

    private static Task<List<IdentityRoleClaim<int>>> ClaimsAsync(Work work, UserGroup group, CancellationToken ct) =>
        work.Db.RoleClaims.Where(c => c.RoleId == group.Id && c.ClaimType == ClaimNames.Permission).ToListAsync(ct);

    /// <summary>All at once; RoleManager saves each claim by itself.</summary>
    private static void Grant(Work work, UserGroup group, PermissionSet permissions) =>
        work.Db.RoleClaims.AddRange(permissions.Permissions.Select(p => new IdentityRoleClaim<int>
        {
            RoleId = group.Id,
            ClaimType = ClaimNames.Permission,
            ClaimValue = p.Name,
        }));

    /// <summary>What Identity refused, in our words; the checks above leave it only names and races.</summary>
    private static Error? Refusal(IdentityResult result)
    {
        if (result.Succeeded)
            return null;
        return result.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.DuplicateRoleName)) ? NameTaken : Error.ChangedMeanwhile;
    }

    private async Task<Result<UserGroupRow>> FindAsync(string code, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await ReadAsync(db, db.Roles.Where(g => g.Code == code), ct) is not [var row])
            return NoSuchGroup;
        var change = await db.AuditEntries.Where(e => e.TargetType == "user-groups" && e.TargetId == row.Id)
            .OrderByDescending(e => e.Id).Select(e => new UserGroupChange(e.Actor, e.At)).FirstOrDefaultAsync(ct);
        return row with { LastChange = change };
    }

    private async Task<List<UserGroupRow>> ReadAllAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await ReadAsync(db, db.Roles, ct);
    }

    private static async Task<List<UserGroupRow>> ReadAsync(CommerceKittyDbContext db, IQueryable<UserGroup> groups, CancellationToken ct)
    {
        var rows = await groups.AsNoTracking()
            .OrderBy(g => g.NormalizedName).ThenBy(g => g.Id)
            .Select(g => new
            {
                g.Id,
                g.Code,
                g.Name,
                g.ConcurrencyStamp,
                Members = db.UserRoles.Count(m => m.RoleId == g.Id),
                Permissions = db.RoleClaims.Where(c => c.RoleId == g.Id && c.ClaimType == ClaimNames.Permission).Select(c => c.ClaimValue!).ToList(),
            })
            .ToListAsync(ct);
        return rows.ConvertAll(g => new UserGroupRow
        {
            Id = g.Id,
            Code = g.Code,
            Name = g.Name!,
            Members = g.Members,
            Version = g.ConcurrencyStamp ?? string.Empty,
            Granted = PermissionSet.Of(g.Permissions),
        });
    }
}
