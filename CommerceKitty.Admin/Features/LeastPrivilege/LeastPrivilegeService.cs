using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.LeastPrivilege;

/// <summary>Finds the permissions that a user holds and its API keys do not use, and moves the user into a group without them.</summary>
public sealed class LeastPrivilegeService(Operations operations, IKeyUseRecorder uses, TimeProvider time)
{
    /// <summary>What the user's keys used in 90 days, and the group that would be enough. Of the groups, only those are proposed that the
    /// viewer may see and holds all of (R6).</summary>
    /// <param name="userId">The user.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Result<LeastPrivilegeReport>> GetAsync(int userId, CancellationToken ct = default)
    {
        await uses.CatchUpAsync(ct);
        return await operations.ReadAsync<LeastPrivilegeReport>(
            Requirement.Both(Permissions.ApiKeys.View, Permissions.Users.View), async (db, actor) =>
        {
            var user = await UserRows.FindAsync(db, userId, ct);
            if (!user.IsDone)
                return user.Error;
            if (await AccessReader.FindUserAsync(db, userId, ct) is not { } access)
                return UserRefusals.NoSuchUser;
            var report = await ReadAsync(db, user.Value, access, ct);
            return await WithProposalAsync(db, report, access, actor, ct) with
            {
                KeyNames = Authority.May(actor, Permissions.ApiKeys.ViewAll) ? report.KeyNames : [],
                // It names the former group and who moved the user: for those who can move it back.
                Undo = Authority.May(actor, Permissions.Users.Edit) ? await FindUndoAsync(db, userId, ct) : null,
                Refusal = Authority.Refuse(actor, Permissions.Users.Edit)
                    ?? Authority.RefuseDelegation(actor, access)
                    ?? UserService.RefuseMovingOneself(actor, userId, access.IsOwner),
            };
        }, ct);
    }

    /// <summary>Moves the user into a smaller group, which is made when it is new: one change, by the rules of editing a user and of making
    /// a group (R6, R7). It is refused when the user's keys have used since what would go.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="request">Which group, and what was looked at.</param>
    /// <param name="version">The <see cref="UserRow.Version"/> that was looked at.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Result<UserRow>> ApplyAsync(
        int userId, LeastPrivilegeRequest request, string version, CancellationToken ct = default)
    {
        var requirement = Requirement.Both(Permissions.Users.Edit, Permissions.Users.View).And(Permissions.ApiKeys.View);
        if (request.GroupCode is null)
            requirement = requirement.And(Permissions.UserGroups.Create);
        await uses.CatchUpAsync(ct);
        return await operations.ChangeAsync<(string Code, string Name), UserRow>(requirement, _ => Validate(request), async (work, names) =>
        {
            if (await work.Db.Users.SingleOrDefaultAsync(u => u.Id == userId, ct) is not { } user)
                return UserRefusals.NoSuchUser;
            if (user.ConcurrencyStamp != version)
                return Error.ChangedMeanwhile;
            var row = await UserRows.FindAsync(work.Db, userId, ct);
            var access = (await AccessReader.FindUserAsync(work.Db, userId, ct))!;
            // Before anything is said about uses and groups.
            if (Authority.RefuseDelegation(work.Actor, access) is { } refusal)
                return refusal;
            var kept = PermissionSet.Of(request.Permissions);
            if (RefuseKeeping(await ReadAsync(work.Db, row.Value!, access, ct), kept) is { } unfit)
                return unfit;
            if (await PrepareGroupAsync(work, request, names, kept, ct) is { } noGroup)
                return noGroup;
            var moved = await UserService.MoveWithinAsync(work, user, names.Code, ct);
            if (!moved.IsDone)
                return moved.Error;
            work.Audit(AuditActions.UserMoved, UserRows.Target(user), new { Group = moved.Value.GroupCode },
                new { Group = names.Code, LeastPrivilegeMoves.Reason, NewGroup = request.GroupCode is null });
            await work.SaveAsync(ct);
            return await UserRows.FindAsync(work.Db, userId, ct);
        }, ct);
    }

    /// <summary>Moves the user back into the group before, within 10 minutes and if nothing was changed since. It gives the permissions
    /// back, so R6 and R7 apply again. A group that was made for the move is deleted, if it has no users and the actor may delete
    /// groups.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<UserRow>> UndoAsync(int userId, CancellationToken ct = default) =>
        operations.ChangeAsync<UserRow>(Requirement.Both(Permissions.Users.Edit, Permissions.Users.View), async work =>
        {
            if (await work.Db.Users.SingleOrDefaultAsync(u => u.Id == userId, ct) is not { } user)
                return UserRefusals.NoSuchUser;
            if (await LeastPrivilegeMoves.FindAsync(work.Db, userId, work.Now, ct) is not { } move)
                return NothingToUndo;
            if (move.Former is null)
                return FormerGroupIsGone;
            if (move is { IsChanged: true } or { Current: null })
                return ChangedSince;
            var moved = await UserService.MoveWithinAsync(work, user, move.Former.Code, ct);
            if (!moved.IsDone)
                return moved.Error;
            work.Audit(AuditActions.UserMoved, UserRows.Target(user), new { Group = move.Current.Code },
                new { Group = move.Former.Code, Reason = LeastPrivilegeMoves.Reason + "-undone" });
            await work.SaveAsync(ct);
            if (move.IsOwnGroup && Authority.Refuse(work.Actor, Permissions.UserGroups.Delete) is null
                && !await work.Db.UserRoles.AnyAsync(m => m.RoleId == move.Current.Id, ct)
                && await UserGroupService.DeleteEmptyWithinAsync(work, move.Current, ct) is { } notDeleted)
                return notDeleted;
            await work.SaveAsync(ct);
            return await UserRows.FindAsync(work.Db, userId, ct);
        }, ct);

    private static readonly Error NothingToUndo = new(ErrorKind.Conflict, "nothing-to-undo",
        "There is nothing to undo: a move can be undone for 10 minutes. Edit the user to choose another group.");

    private static readonly Error FormerGroupIsGone = new(ErrorKind.Conflict, "changed-since",
        "The former group was deleted, so the move can't be undone. Edit the user to choose another group.");

    private static readonly Error ChangedSince = new(ErrorKind.Conflict, "changed-since",
        "The user or one of the groups was changed since, so the move can't be undone. Edit the user to choose another group.");

    /// <summary>The names of a new group; of a group that is there, the code.</summary>
    private static Result<(string Code, string Name)> Validate(LeastPrivilegeRequest request)
    {
        if (request.GroupCode is { } code)
            return CodeText.IsCode(code) ? (code, string.Empty) : Error.Invalid("group", "Choose a user group.");
        return UserGroupService.CheckNames(request.NewCode, request.NewName);
    }

    private static Error? RefuseKeeping(LeastPrivilegeReport report, PermissionSet kept)
    {
        if (report.User.IsOwner)
            return OwnerHoldsAll;
        if (!report.Held.Covers(kept) || report.Held == kept)
            return Error.ChangedMeanwhile;
        var missing = report.Needed.Without(kept);
        return missing.Count == 0
            ? null
            : new Error(ErrorKind.Conflict, "used-since",
                $"An API key of {report.User.Name} has just used what would go: {LeastPrivilegeWords.Names(missing)}. Look at it again.");
    }

    private static readonly Error OwnerHoldsAll = new(ErrorKind.Forbidden, "owner-holds-all",
        "The account owner holds every permission, whatever the group. Use an integration user for API keys.");

    /// <summary>Makes the group, or makes sure that it grants what was looked at.</summary>
    private static async Task<Error?> PrepareGroupAsync(
        Work work, LeastPrivilegeRequest request, (string Code, string Name) names, PermissionSet kept, CancellationToken ct)
    {
        if (request.GroupCode is null)
            return (await UserGroupService.AddWithinAsync(work, names, kept, copiedFrom: null, ct)).Error;
        if (await work.Db.Roles.SingleOrDefaultAsync(g => g.Code == names.Code, ct) is not { } group)
            return Error.ChangedMeanwhile;
        var granted = PermissionSet.Of((await UserGroupRows.ClaimsAsync(work, group, ct)).Select(c => c.ClaimValue!));
        return granted == kept ? null : Error.ChangedMeanwhile;
    }

    private async Task<UndoableMove?> FindUndoAsync(CommerceKittyDbContext db, int userId, CancellationToken ct)
    {
        var move = await LeastPrivilegeMoves.FindAsync(db, userId, time.GetUtcNow().UtcDateTime, ct);
        return move is { IsChanged: false, Former: { } former, Current: { } current }
            ? new UndoableMove(move.Entry.Actor, move.Entry.At, move.Until, former.Name!, current.Name!)
            : null;
    }

    /// <summary>What was used, without a proposal.</summary>
    private async Task<LeastPrivilegeReport> ReadAsync(
        CommerceKittyDbContext db, UserRow user, UserAccess access, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var since = now.AddDays(-LeastPrivilegeReport.UseDays);
        var keys = await db.ApiKeys.AsNoTracking().Where(k => k.UserId == user.Id)
            .OrderBy(k => k.Name).ThenBy(k => k.Id)
            .Select(k => new { k.Id, k.Name, k.CreatedAt, k.RevokedAt })
            .ToListAsync(ct);
        var mine = db.ApiKeys.Where(k => k.UserId == user.Id);
        var names = await db.ApiKeyUsages
            .Where(u => mine.Any(k => k.Id == u.ApiKeyId) && u.Hour >= since && u.Result == KeyUseResult.Accepted)
            .Select(u => u.Permission).Distinct()
            .ToListAsync(ct);
        var audited = SecondPermissions.Audited.Keys.ToList();
        var actions = await db.AuditEntries
            .Where(e => mine.Any(k => k.Id == e.ActorApiKeyId) && e.At >= since && audited.Contains(e.Action))
            .Select(e => e.Action).Distinct()
            .ToListAsync(ct);
        var used = PermissionSet.Of([.. names, .. actions.Select(a => SecondPermissions.Audited[a])]);
        var held = access.Permissions;
        var beginning = await db.ApiKeyUsages.MinAsync(u => (DateTime?)u.Hour, ct) ?? now;
        return new LeastPrivilegeReport
        {
            User = user,
            Since = beginning > since ? beginning : since,
            // Counters are of whole hours.
            IsWhole = beginning <= since.AddHours(1),
            FirstKeyAt = keys.Count == 0 ? null : keys.Min(k => k.CreatedAt),
            KeyCount = keys.Count(k => k.RevokedAt is null),
            KeyNames = [.. keys.Where(k => k.RevokedAt is null).Select(k => k.Name)],
            Held = held,
            Used = Common(held, used),
            Needed = Common(held, SecondPermissions.With(used)),
        };
    }

    private static PermissionSet Common(PermissionSet one, PermissionSet other) => one.Without(one.Without(other));

    private static async Task<LeastPrivilegeReport> WithProposalAsync(
        CommerceKittyDbContext db, LeastPrivilegeReport report, UserAccess access, Actor actor, CancellationToken ct)
    {
        // The owner has all permissions by the ownership. A user whose keys used nothing is better disabled than moved.
        if (access.IsOwner || report.Used.Count == 0 || report.Unused.Count == 0)
            return report;
        var mayGive = actor.User is { IsOwner: false } user ? user.Permissions : PermissionSet.All;
        var groups = await UserGroupRows.ReadAllAsync(db, ct);
        var maySee = Authority.May(actor, Permissions.UserGroups.ViewAll) || Authority.May(actor, Permissions.Users.Edit);
        var smallest = groups
            .Where(g => maySee && g.Code != access.GroupCode && report.Held != g.Granted && report.Held.Covers(g.Granted)
                && g.Granted.Covers(report.Needed) && mayGive.Covers(g.Granted))
            .MinBy(g => g.Granted.Count);
        var makesOne = smallest?.Granted != report.Needed && mayGive.Covers(report.Needed)
            && Authority.May(actor, Permissions.UserGroups.Create);
        return report with { Group = smallest, NewGroup = makesOne ? Suggest(report.User, groups) : null };
    }

    private static SuggestedGroup Suggest(UserRow user, List<UserGroupRow> groups)
    {
        const string End = " (only what is used)";
        var beginning = string.Concat(user.Name.EnumerateRunes().Take(TextRules.NameLength - End.Length - 4)).Trim();
        for (var number = 1; ; number++)
        {
            var name = number == 1 ? beginning + End : Invariant($"{beginning} {number}{End}");
            var stem = UserGroup.SuggestCode(beginning) is { Length: > 0 } made ? made : Invariant($"user-{user.Id}");
            var suffix = number == 1 ? "-used" : Invariant($"-used-{number}");
            var code = stem[..Math.Min(stem.Length, UserGroup.CodeLength - suffix.Length)].TrimEnd('-') + suffix;
            if (!groups.Exists(g => g.Code == code || string.Equals(g.Name, name, StringComparison.OrdinalIgnoreCase)))
                return new SuggestedGroup(code, name);
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
