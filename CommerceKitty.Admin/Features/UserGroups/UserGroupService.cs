using System.Security.Claims;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.UserGroups;

/// <summary>Everything that can be done to user groups; pages, the API and the command line all come through here (R1).</summary>
public sealed class UserGroupService(CurrentActor current, IDbContextFactory<CommerceKittyDbContext> databases, UnitOfWork unitOfWork)
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

    /// <summary>Makes a group. It grants its permissions to whoever comes into it, so R6 and R7 apply.</summary>
    public async Task<Result<UserGroupRow>> CreateAsync(CreateUserGroupRequest request, CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.UserGroups.Create, ct);
        if (!actor.IsDone)
            return actor.Error;
        var code = CheckCode(request.Code);
        var name = TextRules.Line(request.Name, "name", "Name");
        var permissions = CheckPermissions(request.Permissions);
        if (Error.Together(code.Error, name.Error, permissions.Error) is { } invalid)
            return invalid;

        var created = await unitOfWork.RunAsync<Done>(async work =>
        {
            var now = await work.DemandAsync(actor.Value, Permissions.UserGroups.Create, ct);
            if (!now.IsDone)
                return now.Error;
            if (Authority.RefuseGranting(now.Value, permissions.Value) is { } refusal)
                return refusal;
            if (await RefuseTakenAsync(work, code.Value!, name.Value!, ct) is { } taken)
                return taken;

            var group = new UserGroup { Code = code.Value!, Name = name.Value!, CreatedAt = work.Now };
            if (Refusal(await work.UserGroups.CreateAsync(group)) is { } failed)
                return failed;
            if (await GrantAsync(work, group, permissions.Value) is { } notGranted)
                return notGranted;
            work.Audit(now.Value, AuditActions.UserGroupCreated, Target(group),
                after: new { group.Code, group.Name, Permissions = Names(permissions.Value) });
            return Done.Value;
        }, ct);
        return created.IsDone ? await FindAsync(code.Value!, ct) : created.Error;
    }

    /// <summary>Makes the group grant exactly these permissions. What is added is given to every member, so R6 and R7 apply to it;
    /// what is removed only takes power away.</summary>
    public async Task<Result<UserGroupRow>> SetPermissionsAsync(string code, IReadOnlyCollection<string> permissions, CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.UserGroups.Edit, ct);
        if (!actor.IsDone)
            return actor.Error;
        var wanted = CheckPermissions(permissions);
        if (!wanted.IsDone)
            return wanted.Error;

        var changed = await unitOfWork.RunAsync<Done>(async work =>
        {
            var now = await work.DemandAsync(actor.Value, Permissions.UserGroups.Edit, ct);
            if (!now.IsDone)
                return now.Error;
            var group = await work.Db.Roles.SingleOrDefaultAsync(g => g.Code == code, ct);
            if (group is null)
                return NoSuchGroup;
            var before = PermissionSet.Of(
                (await work.UserGroups.GetClaimsAsync(group)).Where(c => c.Type == ClaimNames.Permission).Select(c => c.Value));
            var (added, removed) = (wanted.Value.Without(before), before.Without(wanted.Value));
            if (added == removed)
                return Done.Value; // Both are empty: nothing changes, nothing is audited.
            if (added != PermissionSet.None && Authority.RefuseGranting(now.Value, added) is { } refusal)
                return refusal;

            foreach (var permission in removed.Permissions)
            {
                if (Refusal(await work.UserGroups.RemoveClaimAsync(group, new Claim(ClaimNames.Permission, permission.Name))) is { } failed)
                    return failed;
            }

            if (await GrantAsync(work, group, added) is { } notGranted)
                return notGranted;
            work.Audit(now.Value, AuditActions.UserGroupPermissionsChanged, Target(group),
                new { Permissions = Names(before) }, new { Permissions = Names(wanted.Value) });
            return Done.Value;
        }, ct);
        return changed.IsDone ? await FindAsync(code, ct) : changed.Error;
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

    private static async Task<Error?> GrantAsync(Work work, UserGroup group, PermissionSet permissions)
    {
        foreach (var permission in permissions.Permissions)
        {
            if (Refusal(await work.UserGroups.AddClaimAsync(group, new Claim(ClaimNames.Permission, permission.Name))) is { } failed)
                return failed;
        }

        return null;
    }

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
        var rows = await ReadAsync(db, db.Roles.Where(g => g.Code == code), ct);
        return rows is [var row] ? row : NoSuchGroup;
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
            Granted = PermissionSet.Of(g.Permissions),
        });
    }
}
