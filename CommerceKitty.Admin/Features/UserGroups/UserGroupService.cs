using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.UserGroups;

/// <summary>Everything that can be done to user groups; pages, the API and the command line all come through here (R1).</summary>
public sealed class UserGroupService(Operations operations, IKeyUseRecorder uses, TimeProvider time)
{
    /// <summary>What the API's list can be sorted by.</summary>
    internal static readonly SliceSorts<UserGroup> Sorts = new("user-groups", "code",
        SliceSort<UserGroup>.By("code", g => g.Code, g => g.Id),
        SliceSort<UserGroup>.By("name", g => g.NormalizedName!, g => g.Id));

    /// <summary>All groups by name. An account has few, so there are no pages.</summary>
    public Task<Result<IReadOnlyList<UserGroupRow>>> ListAsync(CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyList<UserGroupRow>>(
            Permissions.UserGroups.ViewAll, async (db, _) => await UserGroupRows.ReadAllAsync(db, ct), ct);

    /// <summary>Some groups and where the list goes on, for the API.</summary>
    public Task<Result<Slice<UserGroupRow>>> ListAsync(UserGroupListRequest request, CancellationToken ct = default) =>
        operations.ReadAsync<Slice<UserGroupRow>>(Permissions.UserGroups.ViewAll, async (db, _) =>
        {
            var errors = new FieldErrors();
            var limit = errors.Take(SliceLimit.Read(request.Limit));
            errors.Add(Sorts.TryRead(request.Sort, request.After, out var order));
            return errors.ToError() is { } error ? error : await UserGroupRows.ReadSliceAsync(db, order!, limit, ct);
        }, ct);

    /// <summary>Exactly the groups that the actor may put a new user into (R6), by name.</summary>
    public Task<Result<IReadOnlyList<UserGroupRow>>> ListAssignableAsync(CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyList<UserGroupRow>>(Permissions.Users.Create, async (db, actor) =>
        {
            return (await UserGroupRows.ReadAllAsync(db, ct)).FindAll(g => Authority.RefuseGranting(actor, g.Granted) is null);
        }, ct);

    /// <summary>Exactly the groups that the actor may move a user into (R6), by name.</summary>
    public Task<Result<IReadOnlyList<UserGroupRow>>> ListMovableToAsync(CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyList<UserGroupRow>>(Permissions.Users.Edit, async (db, actor) =>
        {
            return (await UserGroupRows.ReadAllAsync(db, ct)).FindAll(g => Authority.RefuseGranting(actor, g.Granted) is null);
        }, ct);

    /// <summary>One group.</summary>
    public Task<Result<UserGroupRow>> GetAsync(string code, CancellationToken ct = default) =>
        operations.ReadAsync<UserGroupRow>(
            Permissions.UserGroups.View, async (db, _) => await UserGroupRows.FindAsync(db, code, ct), ct);

    /// <summary>The groups that the actor may put this group's users into when it is deleted (R6), by name; empty when the actor may
    /// not move them at all.</summary>
    public Task<Result<IReadOnlyList<UserGroupRow>>> ListMoveTargetsAsync(string code, CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyList<UserGroupRow>>(Permissions.UserGroups.Delete, async (db, actor) =>
        {
            if (Authority.Refuse(actor, Permissions.Users.Edit) is { } mayNotMove)
                return mayNotMove;
            return (await UserGroupRows.ReadAllAsync(db, ct)).FindAll(g =>
                g.Code != code && Authority.RefuseGranting(actor, g.Granted) is null);
        }, ct);

    /// <summary>What the actor may give to a group: what it holds itself (R6), and nothing by key (R7). For showing which
    /// permissions can be added; <see cref="SetPermissionsAsync"/> refuses the others anyway.</summary>
    public Task<Result<PermissionSet>> ListGrantableAsync(CancellationToken ct = default) =>
        operations.ReadAsync<PermissionSet>(Permissions.UserGroups.View, async (_, actor) =>
        {
            return PermissionSet.Of(PermissionCatalogue.All
                .Select(p => p.Name).Where(p => Authority.RefuseGranting(actor, PermissionSet.Of([p])) is null));
        }, ct);

    /// <summary>Whom a change of the group concerns.</summary>
    public Task<Result<UserGroupReach>> GetReachAsync(string code, CancellationToken ct = default) =>
        operations.ReadAsync<UserGroupReach>(Permissions.UserGroups.View, async (db, _) =>
        {
            var now = time.GetUtcNow().UtcDateTime;
            var month = new DateTime(now.Year, now.Month, 1, 0, 0, 0, DateTimeKind.Utc);
            // A paused key comes back by itself.
            var keys = db.ApiKeys.Where(k => (k.Enabled || k.PausedUntil != null) && k.RevokedAt == null && k.User!.Enabled);
            var reach = await db.Roles.Where(g => g.Code == code)
                .Select(g => new
                {
                    Users = db.UserRoles.Count(m => m.RoleId == g.Id),
                    Keys = keys.Count(k => db.UserRoles.Any(m => m.RoleId == g.Id && m.UserId == k.UserId)),
                    Used = keys.Count(k => k.LastUse!.At >= month && db.UserRoles.Any(m => m.RoleId == g.Id && m.UserId == k.UserId)),
                })
                .SingleOrDefaultAsync(ct);
            return reach is null ? UserGroupRows.NoSuchGroup : new UserGroupReach(reach.Users, reach.Keys, reach.Used);
        }, ct);

    /// <summary>How many API keys of the group's users used any of these permissions in the last 90 days: what a change that takes them
    /// away would break.</summary>
    /// <param name="code">The group.</param>
    /// <param name="permissions">What is to go.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Result<int>> CountKeysUsingAsync(string code, PermissionSet permissions, CancellationToken ct = default)
    {
        await uses.CatchUpAsync(ct);
        return await operations.ReadAsync<int>(Permissions.UserGroups.View, async (db, _) =>
        {
            var keys = db.ApiKeys.Where(k =>
                db.UserRoles.Any(m => m.UserId == k.UserId && db.Roles.Any(g => g.Id == m.RoleId && g.Code == code)));
            return await PermissionUses.CountKeysAsync(db, keys, permissions, time.GetUtcNow().UtcDateTime, ct);
        }, ct);
    }

    /// <summary>Makes a group. It grants its permissions to everyone who joins it, so R6 and R7 apply.</summary>
    public Task<Result<UserGroupRow>> CreateAsync(CreateUserGroupRequest request, CancellationToken ct = default)
    {
        var permissions = CheckPermissions(request.Permissions);
        return AddAsync(Permissions.UserGroups.Create, request.Code, request.Name, permissions.Error,
            _ => Task.FromResult(permissions), copiedFrom: null, ct);
    }

    /// <summary>Makes a group that grants what another one grants now. R6 and R7 apply to all of it.</summary>
    public Task<Result<UserGroupRow>> DuplicateAsync(
        string sourceCode,
        string? newCode,
        string? newName,
        CancellationToken ct = default)
    {
        var requirement = Requirement.Both(Permissions.UserGroups.Create, Permissions.UserGroups.View);
        return AddAsync(requirement, newCode, newName, invalid: null, CopyAsync, sourceCode, ct);

        async Task<Result<PermissionSet>> CopyAsync(Work work)
        {
            var source = await work.Db.Roles.SingleOrDefaultAsync(g => g.Code == sourceCode, ct);
            return source is null
                ? UserGroupRows.NoSuchGroup
                : PermissionSet.Of((await UserGroupRows.ClaimsAsync(work, source, ct)).Select(c => c.ClaimValue!));
        }
    }

    /// <summary>Gives the group another name. Its code stays for good: scripts know it by that.</summary>
    /// <param name="code">Which group.</param>
    /// <param name="newName">1 to 80 characters on one line; unique.</param>
    /// <param name="version">The <see cref="UserGroupRow.Version"/> that was looked at; null to rename whatever is there.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<Result<UserGroupRow>> RenameAsync(
        string code,
        string? newName,
        string? version = null,
        CancellationToken ct = default)
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
            work.Audit(AuditActions.UserGroupRenamed, UserGroupRows.Target(group), new { Name = before }, new { group.Name });
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
            var claims = await UserGroupRows.ClaimsAsync(work, group, ct);
            var before = PermissionSet.Of(claims.Select(c => c.ClaimValue!));
            var (added, removed) = (wanted.Value.Without(before), before.Without(wanted.Value));
            if (added == removed)
                return null; // Both are empty: nothing changes, nothing is audited.
            if (added != PermissionSet.None && Authority.RefuseGranting(actor, added) is { } refusal)
                return refusal;

            work.Db.RoleClaims.RemoveRange(claims.Where(c => removed.Contains(c.ClaimValue!)));
            UserGroupRows.Grant(work, group, added);
            // Saves it all, with a new stamp: a person who looked at the group before cannot overwrite this unseen.
            var refused = await LastAdministrator.KeepAsync(
                work, async () => Refusal(await work.UserGroups.UpdateAsync(group)), LastAdministrator.IsIn(group), ct);
            if (refused is not null)
                return refused;
            work.Audit(AuditActions.UserGroupPermissionsChanged, UserGroupRows.Target(group),
                new { Permissions = UserGroupRows.Names(before) }, new { Permissions = UserGroupRows.Names(wanted.Value) });
            return null;
        }, ct);
    }

    /// <summary>Deletes a group. One with users needs another group to put them into: that is a change of each of them, so
    /// it needs the permission to edit users too, and R6 and R7 apply to the target group and to each user moved.</summary>
    /// <param name="code">Which group.</param>
    /// <param name="moveTo">The code of the group that its users come into; not looked at when it has none.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>How many users were moved.</returns>
    public Task<Result<UserGroupDeletion>> DeleteAsync(string code, string? moveTo = null, CancellationToken ct = default) =>
        operations.ChangeAsync<UserGroupDeletion>(Permissions.UserGroups.Delete, async work =>
        {
            var group = await work.Db.Roles.SingleOrDefaultAsync(g => g.Code == code, ct);
            if (group is null)
                return UserGroupRows.NoSuchGroup;
            var claims = await UserGroupRows.ClaimsAsync(work, group, ct);
            var granted = PermissionSet.Of(claims.Select(c => c.ClaimValue!));
            var moved = new List<int>();
            var refused = await LastAdministrator.KeepAsync(work, async () =>
            {
                var move = await UserGroupMove.RunAsync(work, group, granted, moveTo, ct);
                if (!move.IsDone)
                    return move.Error;
                moved = move.Value;
                work.Db.RoleClaims.RemoveRange(claims);
                return Refusal(await work.UserGroups.DeleteAsync(group));
            }, LastAdministrator.IsIn(group), ct);
            if (refused is not null)
                return refused;
            AuditDeletion(work, group, granted, moved.Count, moveTo);
            return new UserGroupDeletion(moved.Count);
        }, ct);

    private static readonly Error CodeTaken = Error.Invalid("code", "Code is already used by another user group. Choose another one.");

    private static readonly Error NameTaken = Error.Invalid("name", "Name is already used by another user group. Choose another one.");

    private static Result<string> CheckCode(string? code)
    {
        var text = (code ?? string.Empty).Trim();
        return CodeText.IsCode(text)
            ? text
            : Error.Invalid(
                "code",
                $"Code must be lowercase letters, digits and single dashes inside, like warehouse-staff, at most {UserGroup.CodeLength} "
                + $"characters."
            );
    }

    private static Result<PermissionSet> CheckPermissions(IReadOnlyCollection<string> names)
    {
        var unknown = names.Where(n => PermissionCatalogue.Find(n) is null).Distinct(StringComparer.Ordinal).ToList();
        return unknown.Count == 0
            ? PermissionSet.Of(names)
            : Error.Invalid("permissions",
                $"Permissions holds names that do not exist: {string.Join(", ", unknown)}. "
                + "A permission is written resource.action, like orders.view."
            );
    }

    private static async Task<Error?> RefuseTakenAsync(Work work, string code, string name, CancellationToken ct)
    {
        var normalized = work.UserGroups.NormalizeKey(name);
        var codeTaken = await work.Db.Roles.AnyAsync(g => g.Code == code, ct) ? CodeTaken : null;
        var nameTaken = await work.Db.Roles.AnyAsync(g => g.NormalizedName == normalized, ct) ? NameTaken : null;
        return FieldErrors.Combine(codeTaken, nameTaken);
    }

    /// <summary>The one way a group comes to be.</summary>
    /// <param name="requirement">What the actor must hold.</param>
    /// <param name="newCode">As typed.</param>
    /// <param name="newName">As typed.</param>
    /// <param name="invalid">What is already known to be wrong with the rest.</param>
    /// <param name="choose">What it is to grant, as it is inside the transaction.</param>
    /// <param name="copiedFrom">The code of the group it copies, for the audit trail.</param>
    /// <param name="ct">Stops it.</param>
    private Task<Result<UserGroupRow>> AddAsync(
        Requirement requirement,
        string? newCode,
        string? newName,
        Error? invalid,
        Func<Work, Task<Result<PermissionSet>>> choose,
        string? copiedFrom,
        CancellationToken ct)
    {
        return operations.ChangeAsync<(string Code, string Name), UserGroupRow>(requirement, _ => Validate(), async (work, input) =>
        {
            var permissions = await choose(work);
            if (!permissions.IsDone)
                return permissions.Error;
            var added = await AddWithinAsync(work, input, permissions.Value, copiedFrom, ct);
            return added.IsDone ? await UserGroupRows.FindAsync(work.Db, added.Value.Code, ct) : added.Error;
        }, ct);

        Result<(string Code, string Name)> Validate()
        {
            var named = CheckNames(newCode, newName);
            return FieldErrors.Combine(named.Error, invalid) is { } wrong ? wrong : named.Value;
        }
    }

    /// <summary>The code and the name of a new group, cleaned.</summary>
    internal static Result<(string Code, string Name)> CheckNames(string? newCode, string? newName)
    {
        var code = CheckCode(newCode);
        var name = TextRules.Line(newName, "name", "Name");
        return FieldErrors.Combine(code.Error, name.Error) is { } wrong ? wrong : (code.Value!, name.Value!);
    }

    /// <summary>Makes a group within an operation's transaction, saved and audited. It grants its permissions to everyone who joins it, so
    /// R6 and R7 apply.</summary>
    internal static async Task<Result<UserGroup>> AddWithinAsync(
        Work work, (string Code, string Name) names, PermissionSet permissions, string? copiedFrom, CancellationToken ct)
    {
        if (Authority.RefuseGranting(work.Actor, permissions) is { } refusal)
            return refusal;
        if (await RefuseTakenAsync(work, names.Code, names.Name, ct) is { } taken)
            return taken;

        var group = new UserGroup { Code = names.Code, Name = names.Name, CreatedAt = work.Now };
        if (Refusal(await work.UserGroups.CreateAsync(group)) is { } failed)
            return failed;
        UserGroupRows.Grant(work, group, permissions);
        var (groupCode, groupName, granted) = (group.Code, group.Name, UserGroupRows.Names(permissions));
        work.Audit(AuditActions.UserGroupCreated, UserGroupRows.Target(group), after: copiedFrom is null
            ? new { Code = groupCode, Name = groupName, Permissions = granted }
            : new { Code = groupCode, Name = groupName, Permissions = granted, CopiedFrom = copiedFrom });
        await work.SaveAsync(ct);
        return group;
    }

    /// <summary>Deletes a group without users within an operation's transaction. Requires the permission for it.</summary>
    internal static async Task<Error?> DeleteEmptyWithinAsync(Work work, UserGroup group, CancellationToken ct)
    {
        if (Authority.Refuse(work.Actor, Permissions.UserGroups.Delete) is { } mayNot)
            return mayNot;
        if (await work.Db.UserRoles.AnyAsync(m => m.RoleId == group.Id, ct))
            return Error.ChangedMeanwhile;
        var claims = await UserGroupRows.ClaimsAsync(work, group, ct);
        work.Db.RoleClaims.RemoveRange(claims);
        if (Refusal(await work.UserGroups.DeleteAsync(group)) is { } failed)
            return failed;
        AuditDeletion(work, group, PermissionSet.Of(claims.Select(c => c.ClaimValue!)), moved: 0, moveTo: null);
        return null;
    }

    private static void AuditDeletion(Work work, UserGroup group, PermissionSet granted, int moved, string? moveTo) =>
        work.Audit(AuditActions.UserGroupDeleted, UserGroupRows.Target(group),
            before: new { group.Code, group.Name, Permissions = UserGroupRows.Names(granted) },
            after: moved == 0 ? null : new { MovedUsers = moved, MovedTo = moveTo });

    private Task<Result<UserGroupRow>> ChangeAsync(
        string code,
        string? version,
        Func<Work, UserGroup, Actor, Task<Error?>> change,
        CancellationToken ct) =>
        operations.ChangeAsync<UserGroupRow>(Permissions.UserGroups.Edit, async work =>
        {
            var group = await work.Db.Roles.SingleOrDefaultAsync(g => g.Code == code, ct);
            if (group is null)
                return UserGroupRows.NoSuchGroup;
            if (version is not null && version != (group.ConcurrencyStamp ?? string.Empty))
                return Error.ChangedMeanwhile;
            if (await change(work, group, work.Actor) is { } refusal)
                return refusal;
            await work.SaveAsync(ct);
            return await UserGroupRows.FindAsync(work.Db, code, ct);
        }, ct);

    /// <summary>What Identity refused, in our words; the checks above leave it only names and races.</summary>
    private static Error? Refusal(IdentityResult result)
    {
        if (result.Succeeded)
            return null;
        return result.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.DuplicateRoleName)) ? NameTaken : Error.ChangedMeanwhile;
    }

}
