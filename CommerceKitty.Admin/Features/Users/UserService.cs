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
    CurrentActor current, IDbContextFactory<CommerceKittyDbContext> databases, UnitOfWork unitOfWork, ILookupNormalizer normalizer,
    UserLinkMailer mailer)
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

    /// <summary>One user with what it may do and where it is signed in.</summary>
    public async Task<Result<UserDetails>> GetDetailsAsync(int id, CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.Users.View, ct);
        if (!actor.IsDone)
            return actor.Error;
        var row = await FindAsync(u => u.Where(x => x.Id == id), ct);
        if (!row.IsDone)
            return row.Error;
        await using var db = await databases.CreateDbContextAsync(ct);
        var access = await AccessReader.FindUserAsync(db, id, ct);
        var sessions = await db.UserSessions.AsNoTracking()
            .Where(s => s.UserId == id && s.EndedAt == null)
            .OrderByDescending(s => s.LastSeenAt).ThenByDescending(s => s.Id).Take(50)
            .Select(s => new SessionRow(s.Id, s.StartedAt, s.LastSeenAt, s.Address, s.UserAgent))
            .ToListAsync(ct);
        return access is null ? NoSuchUser : new UserDetails(row.Value, access, sessions);
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
    public async Task<Result<UserRow>> CreateAsync(CreateUserRequest request, CancellationToken ct = default) =>
        (await AddAsync(request, invite: false, ct)).Map(added => added.User);

    /// <summary>Adds a person without a password and mails an invitation to choose one. Creating comes first: when the mail cannot be
    /// sent, the person is there and the invitation can be sent again.</summary>
    public async Task<Result<SentLink>> InviteAsync(CreateUserRequest request, CancellationToken ct = default)
    {
        var added = await AddAsync(request with { Kind = UserKind.Person, Password = null }, invite: true, ct);
        return added.IsDone ? await MailAsync(added.Value, ct) : added.Error;
    }

    /// <summary>Mails a person a link to choose a password: the invitation again when there is none yet, else a reset. Whoever reads
    /// the mail gets the person's power, so R6 and R7 apply. The link before, if any, ends.</summary>
    public async Task<Result<SentLink>> SendLinkAsync(int id, CancellationToken ct = default)
    {
        UserLinkToken? token = null;
        var changed = await ChangeAsync(id, async (work, user, actor) =>
        {
            if (await RefuseHandingOutAsync(work, user, actor, ct) is { } refusal)
                return refusal;
            if (user.Kind == UserKind.Integration)
                return new Error(ErrorKind.Conflict, "integration-never-signs-in", $"{user.Name} is an integration: it has no password. Make an API key for it.");
            if (!user.Enabled)
                return new Error(ErrorKind.Conflict, "user-disabled", $"{user.Name} is disabled. Enable the account first, then send the link.");
            token = await UserLinkMailer.IssueAsync(work, user, ct);
            work.Audit(actor, token.Purpose == UserLinkPurpose.Invitation ? AuditActions.UserInvited : AuditActions.UserResetSent, Target(user));
            return null;
        }, ct);
        return changed.IsDone ? await MailAsync(new AddedUser(changed.Value, token), ct) : changed.Error;
    }

    private async Task<SentLink> MailAsync(AddedUser added, CancellationToken ct)
    {
        var sent = await mailer.SendAsync(added.User.Email, added.User.Name, added.Link!, ct);
        return new SentLink(added.User, added.Link!.Purpose, sent.Value?.File, sent.Error);
    }

    private async Task<Result<AddedUser>> AddAsync(CreateUserRequest request, bool invite, CancellationToken ct)
    {
        var actor = await current.DemandAsync(Permissions.Users.Create, ct);
        if (!actor.IsDone)
            return actor.Error;
        var email = TextRules.Email(request.Email, "email");
        var firstName = TextRules.Line(request.FirstName, "firstName", "First name");
        var lastName = TextRules.OptionalLine(request.LastName, "lastName", "Last name");
        var password = invite ? null : CheckPassword(request);
        if (Error.Together(email.Error, firstName.Error, lastName.Error, password) is { } invalid)
            return invalid;

        UserLinkToken? token = null;
        var created = await unitOfWork.RunAsync<User>(async work =>
        {
            var now = await work.DemandAsync(actor.Value, Permissions.Users.Create, ct);
            if (!now.IsDone)
                return now.Error;
            var found = await FindAssignableGroupAsync(work, request.GroupCode, now.Value, ct);
            if (!found.IsDone)
                return found.Error;
            var group = found.Value;

            var user = new User
            {
                UserName = email.Value,
                Email = email.Value,
                EmailConfirmed = true, // Whoever adds a user vouches for the address; nothing is sent to it.
                FirstName = firstName.Value!,
                LastName = lastName.Value!,
                Kind = request.Kind,
                // Design §1: the owner is the first person. Only the operator can make one, so nobody becomes owner by accident.
                IsOwner = now.Value.Kind == ActorKind.CommandLine && !invite && request.Kind == UserKind.Person && !await work.Db.Users.AnyAsync(u => u.IsOwner, ct),
                CreatedAt = work.Now,
            };
            var result = request.Password is null ? await work.Users.CreateAsync(user) : await work.Users.CreateAsync(user, request.Password);
            if (Refusal(result) is { } failed)
                return failed;
            if (Refusal(await work.Users.AddToRoleAsync(user, group.Name!)) is { } notAdded)
                return notAdded;
            token = invite ? await UserLinkMailer.IssueAsync(work, user, ct) : null;
            work.Audit(now.Value, invite ? AuditActions.UserInvited : AuditActions.UserCreated, Target(user),
                after: new { user.Email, user.FirstName, user.LastName, Kind = user.Kind.ToString(), Group = group.Code, Owner = user.IsOwner });
            return user;
        }, ct);
        if (!created.IsDone)
            return created.Error;
        return (await FindAsync(u => u.Where(x => x.Id == created.Value.Id), ct)).Map(row => new AddedUser(row, token));
    }

    /// <summary>Changes a user's email, names and group; its kind never changes, because what a user did before would read
    /// differently afterwards. The email and the group decide who has which power, so for them R6 applies: over the user as it is, and
    /// over the new group. A new email ends the user's sessions and open links.</summary>
    /// <param name="id">The user.</param>
    /// <param name="edit">All fields as they are to be.</param>
    /// <param name="version">The <see cref="UserRow.Version"/> that was looked at; when somebody changed the user since, nothing is done.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Result<UserRow>> EditAsync(int id, UserEdit edit, string version, CancellationToken ct = default)
    {
        var email = TextRules.Email(edit.Email, "email");
        var firstName = TextRules.Line(edit.FirstName, "firstName", "First name");
        var lastName = TextRules.OptionalLine(edit.LastName, "lastName", "Last name");
        return await ChangeAsync(id, async (work, user, actor) =>
        {
            if (Error.Together(email.Error, firstName.Error, lastName.Error) is { } invalid)
                return invalid;
            if (user.ConcurrencyStamp != version)
                return Error.ChangedMeanwhile;
            var access = (await AccessReader.FindUserAsync(work.Db, id, ct))!;
            var (newEmail, newGroup) = (user.Email != email.Value, access.GroupCode != edit.GroupCode);
            if (Authority.RefuseMinting(actor) is { } minting)
                return minting;
            // A name gives no power, except that only the owner acts on the owner.
            if ((newEmail || newGroup || user.IsOwner) && Authority.RefuseHandingOut(actor, access) is { } refusal)
                return refusal;

            var before = new { user.Email, user.FirstName, user.LastName, Group = access.GroupCode };
            if (newGroup && await MoveAsync(work, user, access, edit.GroupCode, actor, ct) is { } notMoved)
                return notMoved;
            (user.FirstName, user.LastName) = (firstName.Value!, lastName.Value!);
            if (newEmail)
                (user.Email, user.UserName, user.EmailConfirmed) = (email.Value, email.Value, true);
            var after = new { user.Email, user.FirstName, user.LastName, Group = edit.GroupCode! };
            if (before.Equals(after))
                return null;
            if (Refusal(newEmail ? await work.Users.UpdateSecurityStampAsync(user) : await work.Users.UpdateAsync(user)) is { } failed)
                return failed;
            work.Audit(actor, AuditActions.UserEdited, Target(user), before, after);
            return null;
        }, ct);
    }

    /// <summary>Ends all the user's sessions, also the open pages, and its open links. It only takes away; but only the owner does it
    /// to the owner.</summary>
    public Task<Result<UserRow>> SignOutEverywhereAsync(int id, CancellationToken ct = default) =>
        ChangeAsync(id, async (work, user, actor) =>
        {
            if (user.IsOwner && actor.User is { IsOwner: false })
                return OnlyOwner;
            if (Refusal(await work.Users.UpdateSecurityStampAsync(user)) is { } failed)
                return failed;
            await UserSessions.EndAllAsync(work, id, ct);
            work.Audit(actor, AuditActions.UserSignedOutEverywhere, Target(user));
            return null;
        }, ct);

    /// <summary>Makes another enabled person the account owner. Only the owner can, with the password entered again; the old owner
    /// keeps their group and what it grants. Wrong passwords count towards the lockout.</summary>
    public async Task<Result<UserRow>> TransferOwnershipAsync(int toId, string? password, CancellationToken ct = default)
    {
        if (await current.GetAsync(ct) is not { } actor)
            return Error.Unauthenticated;
        if (actor is not { Kind: ActorKind.Person, User: { IsOwner: true } me })
            return new Error(ErrorKind.Forbidden, "only-owner", "Only the account owner can transfer the ownership, signed in as a person.");
        var proven = await unitOfWork.RunAsync<PasswordCheck>(async work =>
        {
            var owner = await work.Db.Users.SingleAsync(u => u.Id == me.UserId, ct);
            if (await work.Users.IsLockedOutAsync(owner))
                return PasswordCheck.LockedOut;
            if (password is { Length: > 0 and <= PasswordRules.MaximumLength } && await work.Users.CheckPasswordAsync(owner, password))
            {
                await work.Users.ResetAccessFailedCountAsync(owner);
                return PasswordCheck.Right;
            }

            await work.Users.AccessFailedAsync(owner);
            return PasswordCheck.Wrong;
        }, ct);
        if (!proven.IsDone)
            return proven.Error;
        if (proven.Value != PasswordCheck.Right)
        {
            return Error.Invalid("password", proven.Value == PasswordCheck.LockedOut
                ? "Too many wrong passwords. Wait five minutes, then try again."
                : "This is not your password. Enter the one that you sign in with.");
        }

        var transferred = await unitOfWork.RunAsync<Done>(async work =>
        {
            var old = await work.Db.Users.SingleAsync(u => u.Id == me.UserId, ct);
            if (!old.IsOwner || !old.Enabled || old.SecurityStamp != me.SecurityStamp)
                return Error.ChangedMeanwhile;
            var heir = await work.Db.Users.SingleOrDefaultAsync(u => u.Id == toId, ct);
            if (heir is null)
                return NoSuchUser;
            if (heir.Id == old.Id)
                return new Error(ErrorKind.Conflict, "already-owner", "You are the account owner already.");
            if (heir is not { Enabled: true, Kind: UserKind.Person, PasswordHash: not null })
                return new Error(ErrorKind.Conflict, "cannot-own", $"{heir.Name} cannot own the account: the owner must be an enabled person who has chosen a password.");
            // One after the other: the database allows one owner at a time.
            old.IsOwner = false;
            if (Refusal(await work.Users.UpdateAsync(old)) is { } notOld)
                return notOld;
            heir.IsOwner = true;
            if (Refusal(await work.Users.UpdateAsync(heir)) is { } notNew)
                return notNew;
            work.Audit(actor, AuditActions.OwnershipTransferred, Target(heir), new { Owner = old.Email }, new { Owner = heir.Email });
            return Done.Value;
        }, ct);
        return transferred.IsDone ? await FindAsync(u => u.Where(x => x.Id == toId), ct) : transferred.Error;
    }

    private enum PasswordCheck
    {
        Right,
        Wrong,
        LockedOut,
    }

    /// <summary>Lets the user act again. It hands out the user's power again, so R6 and R7 apply.</summary>
    public Task<Result<UserRow>> EnableAsync(int id, CancellationToken ct = default) =>
        ChangeAsync(id, async (work, user, actor) =>
        {
            if (await RefuseHandingOutAsync(work, user, actor, ct) is { } refusal)
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
            if (await RefuseLastAdministratorAsync(work, user, ct) is { } last)
                return last;
            user.Enabled = false;
            await UserSessions.EndAllAsync(work, id, ct);
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

    private static readonly Error OnlyOwner =
        new(ErrorKind.Forbidden, "only-owner", "Only the account owner may do this for the owner's account.");

    private static AuditTarget Target(User user) => new("users", user.Id, user.Name);

    /// <summary>A user that was added, and the link to mail, if there is one.</summary>
    private sealed record AddedUser(UserRow User, UserLinkToken? Link);

    private static async Task<Error?> RefuseHandingOutAsync(Work work, User user, Actor actor, CancellationToken ct) =>
        Authority.RefuseHandingOut(actor, (await AccessReader.FindUserAsync(work.Db, user.Id, ct))!);

    /// <summary>The group, if the actor may put somebody into it (R6).</summary>
    private static async Task<Result<UserGroup>> FindAssignableGroupAsync(Work work, string? code, Actor actor, CancellationToken ct)
    {
        var group = await work.Db.Roles.SingleOrDefaultAsync(g => g.Code == code, ct);
        if (group is null)
            return Error.Invalid("group", "Group does not exist. Choose one of the user groups.");
        var granted = PermissionSet.Of(await work.Db.RoleClaims
            .Where(c => c.RoleId == group.Id && c.ClaimType == ClaimNames.Permission).Select(c => c.ClaimValue!).ToListAsync(ct));
        return Authority.RefuseGranting(actor, granted, $"Users of {group.Name} may do more than you") is { } refusal ? refusal : group;
    }

    private static async Task<Error?> MoveAsync(Work work, User user, UserAccess access, string? groupCode, Actor actor, CancellationToken ct)
    {
        // Owners lose nothing by it; anybody else could lock themselves out.
        if (actor.User?.UserId == user.Id && !user.IsOwner)
            return new Error(ErrorKind.Forbidden, "not-yourself", "You cannot change your own user group. Ask somebody else who may edit users.");
        var group = await FindAssignableGroupAsync(work, groupCode, actor, ct);
        if (!group.IsDone)
            return group.Error;
        var grants = await work.Db.RoleClaims.AnyAsync(
            c => c.RoleId == group.Value.Id && c.ClaimType == ClaimNames.Permission && c.ClaimValue == Permissions.Users.Edit, ct);
        if (!grants && await RefuseLastAdministratorAsync(work, user, ct) is { } last)
            return last;
        if (access.GroupName.Length > 0 && Refusal(await work.Users.RemoveFromRoleAsync(user, access.GroupName)) is { } notRemoved)
            return notRemoved;
        return Refusal(await work.Users.AddToRoleAsync(user, group.Value.Name!));
    }

    /// <summary>Somebody must always be able to sign in and administer users. The owner is such a person and cannot be disabled, so this
    /// refuses only in a database without an owner: there, the last enabled person with a password who may edit users stays.</summary>
    private static async Task<Error?> RefuseLastAdministratorAsync(Work work, User user, CancellationToken ct)
    {
        var others = work.Db.Users.Where(u => u.Id != user.Id && u.Enabled && u.Kind == UserKind.Person && u.PasswordHash != null);
        var somebodyStays = await others.AnyAsync(u => u.IsOwner
            || work.Db.UserRoles.Any(m => m.UserId == u.Id && work.Db.RoleClaims.Any(
                c => c.RoleId == m.RoleId && c.ClaimType == ClaimNames.Permission && c.ClaimValue == Permissions.Users.Edit)), ct);
        if (somebodyStays)
            return null;
        var access = await AccessReader.FindUserAsync(work.Db, user.Id, ct);
        return access is { Enabled: true } && access.Permissions.Contains(Permissions.Users.Edit) && user.Kind == UserKind.Person
            ? new Error(ErrorKind.Conflict, "last-administrator", $"{user.Name} is the last person who can administer users. Give somebody else that permission first.")
            : null;
    }

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
            HasPassword = u.PasswordHash != null,
            LinkExpiresAt = db.UserLinks.Where(l => l.UserId == u.Id && l.SecurityStamp == u.SecurityStamp).Select(l => (DateTime?)l.ExpiresAt).FirstOrDefault(),
            Version = u.ConcurrencyStamp ?? string.Empty,
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
