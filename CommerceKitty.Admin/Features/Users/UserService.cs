using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>Everything that can be done to users; pages, the API and the command line all come through here (R1).</summary>
public sealed class UserService(
    CurrentActor current, IDbContextFactory<CommerceKittyDbContext> databases, UnitOfWork unitOfWork, ILookupNormalizer normalizer)
{
    /// <summary>A page of users.</summary>
    public async Task<Result<Page<UserRow>>> ListAsync(UserQuery query, CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.Users.ViewAll, ct);
        if (!actor.IsDone)
            return actor.Error;
        await using var db = await databases.CreateDbContextAsync(ct);
        var users = Filter(db, db.Users.AsNoTracking(), query);
        var total = await users.CountAsync(ct);
        var page = Order(db, users, query).Skip(query.Window.SafeSkip).Take(query.Window.SafeTake);
        return new Page<UserRow>(await Rows(db, page).ToListAsync(ct), total);
    }

    /// <summary>The groups that users are in: what the list can be filtered by.</summary>
    public async Task<Result<IReadOnlyList<UserGroupReference>>> ListGroupsAsync(CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.Users.ViewAll, ct);
        if (!actor.IsDone)
            return actor.Error;
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Roles
            .Where(g => db.UserRoles.Any(m => m.RoleId == g.Id))
            .OrderBy(g => g.NormalizedName)
            .Select(g => new UserGroupReference(g.Code, g.Name!))
            .ToListAsync(ct);
    }

    /// <summary>One user.</summary>
    public async Task<Result<UserRow>> GetAsync(int id, CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.Users.View, ct);
        return actor.IsDone ? await FindAsync(u => u.Where(x => x.Id == id), ct) : actor.Error;
    }

    /// <summary>The user with that email, in whatever case it is written.</summary>
    public async Task<Result<UserRow>> FindByEmailAsync(string? email, CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.Users.View, ct);
        if (!actor.IsDone)
            return actor.Error;
        var normalized = normalizer.NormalizeEmail(email?.Trim());
        return await FindAsync(u => u.Where(x => x.NormalizedEmail == normalized), ct);
    }

    /// <summary>Adds a user to a group. It gives the group's power to somebody, so R6 and R7 apply.</summary>
    public async Task<Result<UserRow>> CreateAsync(CreateUserRequest request, CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.Users.Create, ct);
        if (!actor.IsDone)
            return actor.Error;
        var email = TextRules.Email(request.Email, "email");
        var firstName = TextRules.Line(request.FirstName, "firstName", "First name");
        var lastName = TextRules.OptionalLine(request.LastName, "lastName", "Last name");
        var password = CheckPassword(request);
        if (Error.Together(email.Error, firstName.Error, lastName.Error, password) is { } invalid)
            return invalid;
        if (ApiKeyToken.IndexIn(firstName.Value!) >= 0 || ApiKeyToken.IndexIn(lastName.Value!) >= 0)
            return Error.Invalid("firstName", "Name holds what looks like the value of an API key. Names are shown to everybody: choose another.");

        var created = await unitOfWork.RunAsync<User>(async work =>
        {
            var now = await work.DemandAsync(actor.Value, Permissions.Users.Create, ct);
            if (!now.IsDone)
                return now.Error;
            var group = await work.Db.Roles.SingleOrDefaultAsync(g => g.Code == request.GroupCode, ct);
            if (group is null)
                return Error.Invalid("group", "Group does not exist. Choose one of the user groups.");
            var granted = PermissionSet.Of(await work.Db.RoleClaims
                .Where(c => c.RoleId == group.Id && c.ClaimType == ClaimNames.Permission).Select(c => c.ClaimValue!).ToListAsync(ct));
            if (Authority.RefuseGranting(now.Value, granted, $"Users of {group.Name} may do more than you") is { } refusal)
                return refusal;

            var user = new User
            {
                UserName = email.Value,
                Email = email.Value,
                EmailConfirmed = true, // Whoever adds a user vouches for the address; nothing is sent to it.
                FirstName = firstName.Value!,
                LastName = lastName.Value!,
                Kind = request.Kind,
                // Design §1: the owner is the first person. Only the operator can make one, so nobody becomes owner by accident.
                IsOwner = now.Value.Kind == ActorKind.CommandLine && request.Kind == UserKind.Person && !await work.Db.Users.AnyAsync(u => u.IsOwner, ct),
                CreatedAt = work.Now,
            };
            var result = request.Password is null ? await work.Users.CreateAsync(user) : await work.Users.CreateAsync(user, request.Password);
            if (Refusal(result) is { } failed)
                return failed;
            if (Refusal(await work.Users.AddToRoleAsync(user, group.Name!)) is { } notAdded)
                return notAdded;
            work.Audit(now.Value, AuditActions.UserCreated, Target(user),
                after: new { user.Email, user.FirstName, user.LastName, Kind = user.Kind.ToString(), Group = group.Code, Owner = user.IsOwner });
            return user;
        }, ct);
        return created.IsDone ? await FindAsync(u => u.Where(x => x.Id == created.Value.Id), ct) : created.Error;
    }

    /// <summary>Lets the user act again. It hands out the user's power again, so R6 and R7 apply.</summary>
    public Task<Result<UserRow>> EnableAsync(int id, CancellationToken ct = default) =>
        ChangeAsync(id, async (work, user, actor) =>
        {
            var access = await AccessReader.FindUserAsync(work.Db, id, ct);
            if (Authority.RefuseHandingOut(actor, access!) is { } refusal)
                return refusal;
            if (user.Enabled)
                return null;
            user.Enabled = true;
            if (Refusal(await work.Users.UpdateAsync(user)) is { } failed)
                return failed;
            work.Audit(actor, AuditActions.UserEnabled, Target(user), new { Enabled = false }, new { Enabled = true });
            return null;
        }, ct);

    /// <summary>Stops the user: its pages, its sign-ins and its keys. It only takes power away. Nobody can do it to themselves or
    /// to the account owner.</summary>
    public Task<Result<UserRow>> DisableAsync(int id, CancellationToken ct = default) =>
        ChangeAsync(id, async (work, user, actor) =>
        {
            if (user.IsOwner)
            {
                return new Error(ErrorKind.Forbidden, "owner-stays-enabled",
                    "The account owner cannot be disabled. Transfer the ownership first.");
            }

            if (actor.User?.UserId == user.Id)
            {
                return new Error(ErrorKind.Forbidden, "not-yourself",
                    "You cannot disable yourself. Ask somebody else who may edit users.");
            }

            if (!user.Enabled)
                return null;
            user.Enabled = false;
            // A new stamp ends the sessions for good: enabled again, the user signs in again.
            if (Refusal(await work.Users.UpdateSecurityStampAsync(user)) is { } failed)
                return failed;
            work.Audit(actor, AuditActions.UserDisabled, Target(user), new { Enabled = true }, new { Enabled = false });
            return null;
        }, ct);

    /// <summary>Gives the account owner a new password, ends all the owner's sessions and lifts a lockout. Only at the command line
    /// of the server's machine: it is the way back in when nobody else may help.</summary>
    public async Task<Result<UserRow>> ResetOwnerPasswordAsync(string? newPassword, CancellationToken ct = default)
    {
        if (await current.GetAsync(ct) is not { } actor)
            return Error.Unauthenticated;
        if (actor.Kind != ActorKind.CommandLine)
        {
            return new Error(ErrorKind.Forbidden, "only-command-line",
                "The owner's password is reset at the command line of the server: owner reset-password.");
        }

        if (string.IsNullOrEmpty(newPassword))
            return PasswordMissing;
        var reset = await unitOfWork.RunAsync<User>(async work =>
        {
            var owner = await work.Db.Users.SingleOrDefaultAsync(u => u.IsOwner, ct);
            if (owner is null)
                return new Error(ErrorKind.NotFound, "no-owner", "There is no account owner yet. Open Commerce Kitty Admin in a browser to set one up.");
            (owner.LockoutEnd, owner.AccessFailedCount) = (null, 0);
            if (Refusal(await work.Users.RemovePasswordAsync(owner)) is { } notRemoved)
                return notRemoved;
            // Runs the password's rules and changes the security stamp, which ends every session.
            if (Refusal(await work.Users.AddPasswordAsync(owner, newPassword)) is { } failed)
                return failed;
            work.Audit(actor, AuditActions.UserPasswordReset, Target(owner));
            return owner;
        }, ct);
        return reset.IsDone ? await FindAsync(u => u.Where(x => x.Id == reset.Value.Id), ct) : reset.Error;
    }

    private static readonly Error NoSuchUser = Error.NotFound("user");

    private static readonly Error PasswordMissing =
        Error.Invalid("password", $"Password is missing. Choose one of at least {PasswordRules.MinimumLength} characters.");

    private static AuditTarget Target(User user) => new("users", user.Id, user.Name);

    private static Error? CheckPassword(CreateUserRequest request) => request.Kind switch
    {
        UserKind.Integration => request.Password is null
            ? null
            : Error.Invalid("password", "An integration user has no password: it never signs in. Leave the password out, and make an API key for it."),
        _ => string.IsNullOrEmpty(request.Password) ? PasswordMissing : null,
    };

    /// <summary>What Identity refused, as refusals of fields in our words.</summary>
    private static Error? Refusal(IdentityResult result)
    {
        if (result.Succeeded)
            return null;
        if (result.Errors.Any(e => e.Code is nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName)))
            return Error.Invalid("email", "Email already belongs to another user. Each user needs an email of its own.");
        var password = result.Errors.Where(e => e.Code.StartsWith("Password", StringComparison.Ordinal)).Select(e => e.Description).ToArray();
        return password.Length > 0
            ? Error.Invalid(new Dictionary<string, string[]> { ["password"] = password })
            : Error.ChangedMeanwhile;
    }

    private static IQueryable<User> Filter(CommerceKittyDbContext db, IQueryable<User> users, UserQuery query)
    {
        if (query.Enabled is { } enabled)
            users = users.Where(u => u.Enabled == enabled);
        if (query.Kind is { } kind)
            users = users.Where(u => u.Kind == kind);
        if (query.GroupCode is { } code)
            users = users.Where(u => db.UserRoles.Any(m => m.UserId == u.Id && db.Roles.Any(g => g.Id == m.RoleId && g.Code == code)));
        if (ApiKeyQuery.CleanSearch(query.Search) is not { } search)
            return users;
        var pattern = SearchPattern.Containing(search);
        return users.Where(u =>
            EF.Functions.Like(u.SearchText, pattern, SearchPattern.Escape));
    }

    private static IOrderedQueryable<User> Order(CommerceKittyDbContext db, IQueryable<User> users, UserQuery query)
    {
        var ordered = query.Sort switch
        {
            UserSort.Email => users.OrderBy(u => u.NormalizedEmail, query.Descending),
            UserSort.Kind => users.OrderBy(u => u.Kind == UserKind.Person ? 0 : 1, query.Descending),
            UserSort.Group => users.OrderBy(
                u => db.UserRoles.Where(m => m.UserId == u.Id).Join(db.Roles, m => m.RoleId, g => g.Id, (m, g) => g.NormalizedName).FirstOrDefault(),
                query.Descending),
            UserSort.Status => users.OrderBy(u => u.Enabled ? 0 : 1, query.Descending),
            UserSort.Keys => users.OrderBy(u => db.ApiKeys.Count(k => k.UserId == u.Id && k.RevokedAt == null), query.Descending),
            UserSort.LastSignIn => users.OrderBy(u => u.LastSignInAt, query.Descending),
            UserSort.Created => users.OrderBy(u => u.CreatedAt, query.Descending),
            _ => users.OrderBy(u => (u.FirstName + " " + u.LastName).ToLower(), query.Descending),
        };
        return query.Descending ? ordered.ThenByDescending(u => u.Id) : ordered.ThenBy(u => u.Id);
    }

    private static IQueryable<UserRow> Rows(CommerceKittyDbContext db, IQueryable<User> users) =>
        users.Select(u => new UserRow
        {
            Id = u.Id,
            Email = u.Email!,
            FirstName = u.FirstName,
            LastName = u.LastName,
            Kind = u.Kind,
            GroupCode = db.UserRoles.Where(m => m.UserId == u.Id)
                .Join(db.Roles, m => m.RoleId, g => g.Id, (m, g) => g.Code).FirstOrDefault() ?? string.Empty,
            GroupName = db.UserRoles.Where(m => m.UserId == u.Id)
                .Join(db.Roles, m => m.RoleId, g => g.Id, (m, g) => g.Name).FirstOrDefault() ?? string.Empty,
            Enabled = u.Enabled,
            IsOwner = u.IsOwner,
            KeyCount = db.ApiKeys.Count(k => k.UserId == u.Id && k.RevokedAt == null),
            CreatedAt = u.CreatedAt,
            LastSignInAt = u.LastSignInAt,
        });

    /// <summary>Runs a change of one user with the actor's access as it is inside the transaction.</summary>
    private async Task<Result<UserRow>> ChangeAsync(int id, Func<Work, User, Actor, Task<Error?>> change, CancellationToken ct)
    {
        var actor = await current.DemandAsync(Permissions.Users.Edit, ct);
        if (!actor.IsDone)
            return actor.Error;
        var changed = await unitOfWork.RunAsync<Done>(async work =>
        {
            var now = await work.DemandAsync(actor.Value, Permissions.Users.Edit, ct);
            if (!now.IsDone)
                return now.Error;
            var user = await work.Db.Users.SingleOrDefaultAsync(u => u.Id == id, ct);
            if (user is null)
                return NoSuchUser;
            return await change(work, user, now.Value) is { } refusal ? refusal : Done.Value;
        }, ct);
        return changed.IsDone ? await FindAsync(u => u.Where(x => x.Id == id), ct) : changed.Error;
    }

    private async Task<Result<UserRow>> FindAsync(Func<IQueryable<User>, IQueryable<User>> which, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await Rows(db, which(db.Users.AsNoTracking())).SingleOrDefaultAsync(ct);
        return row is null ? NoSuchUser : row;
    }
}
