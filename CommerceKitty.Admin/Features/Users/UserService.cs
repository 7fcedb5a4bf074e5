using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>Everything that can be done to users; pages, the API and the command line all come through here (R1).</summary>
public sealed class UserService(
    Operations operations, ILookupNormalizer normalizer,
    UserLinkMailer mailer, IKeyUseRecorder uses, TimeProvider time)
{
    /// <summary>A page of users.</summary>
    public Task<Result<Page<UserRow>>> ListAsync(UserQuery query, CancellationToken ct = default) =>
        operations.ReadAsync<Page<UserRow>>(Permissions.Users.ViewAll, async (db, _) =>
        {
            var users = UserRows.SortBy(db, query.Sort).Order(UserRows.Filter(db, db.Users.AsNoTracking(), query), query.Descending);
            return await PageReader.ReadAsync(users, query.Window, some => UserRows.Of(db, some), ct);
        }, ct);

    /// <summary>Some users and where the list goes on, for the API.</summary>
    public Task<Result<Slice<UserRow>>> ListAsync(UserListRequest request, CancellationToken ct = default) =>
        operations.ReadAsync<Slice<UserRow>>(Permissions.Users.ViewAll, async (db, _) =>
        {
            var errors = new FieldErrors();
            var limit = errors.Take(SliceLimit.Read(request.Limit));
            errors.Add(SearchText.Pattern(request.Q, "q").Error);
            errors.Add(QueryValues.TryReadName<UserKind>(request.Kind, "kind", out var kind));
            errors.Add(QueryValues.TryReadBoolean(request.Enabled, "enabled", out var enabled));
            var group = errors.Take(TextRules.OptionalLine(request.Group, "group", "The group"));
            errors.Add(UserRows.Sorts.TryRead(request.Sort, request.After, out var order));
            if (errors.ToError() is { } error)
                return error;

            var query = new UserQuery
            {
                Search = request.Q,
                Kind = kind,
                Enabled = enabled,
                GroupCode = string.IsNullOrEmpty(group) ? null : group,
            };
            return await order!.ReadAsync(UserRows.Filter(db, db.Users.AsNoTracking(), query), limit, UserRows.Row(db), ct);
        }, ct);

    /// <summary>The users of a page's list, some at a time and in its order, for its file.</summary>
    public Task<Result<Slice<UserRow>>> ListAllAsync(UserQuery query, string? after, CancellationToken ct = default) =>
        operations.ReadAsync<Slice<UserRow>>(Permissions.Users.ViewAll, async (db, _) =>
            UserRows.SortBy(db, query.Sort).TryFollow("users", query.Descending, after, out var order) is { } error
                ? error
                : await order!.ReadAsync(
                    UserRows.Filter(db, db.Users.AsNoTracking(), query), SliceLimit.Maximum, UserRows.Row(db), ct), ct);

    /// <summary>The groups that users are in: what the list can be filtered by.</summary>
    public Task<Result<IReadOnlyList<UserGroupReference>>> ListGroupsAsync(CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyList<UserGroupReference>>(Permissions.Users.ViewAll, async (db, _) =>
        {
            return await db.Roles
                .Where(g => db.UserRoles.Any(m => m.RoleId == g.Id))
                .OrderBy(g => g.NormalizedName)
                .Select(g => new UserGroupReference(g.Code, g.Name!))
                .ToListAsync(ct);
        }, ct);

    /// <summary>One user.</summary>
    public Task<Result<UserRow>> GetAsync(int id, CancellationToken ct = default) =>
        operations.ReadAsync<UserRow>(Permissions.Users.View, async (db, _) => await UserRows.FindAsync(db, id, ct), ct);

    /// <summary>One user with what it may do and where it is signed in.</summary>
    public Task<Result<UserDetails>> GetDetailsAsync(int id, CancellationToken ct = default) =>
        operations.ReadAsync<UserDetails>(Permissions.Users.View, async (db, _) =>
        {
            var row = await UserRows.FindAsync(db, id, ct);
            if (!row.IsDone)
                return row.Error;
            var access = await AccessReader.FindUserAsync(db, id, ct);
            var sessions = await UserSessions.ListAsync(db, id, time.GetUtcNow().UtcDateTime, ct);
            return access is null ? UserRefusals.NoSuchUser : new UserDetails(row.Value, access, sessions);
        }, ct);

    /// <summary>What a move into another group would change, before it is made.</summary>
    public async Task<Result<UserMovePreview>> PreviewMoveAsync(int id, string groupCode, CancellationToken ct = default)
    {
        await uses.CatchUpAsync(ct);
        return await operations.ReadAsync<UserMovePreview>(Permissions.Users.Edit, async (db, _) =>
        {
            if (await AccessReader.FindUserAsync(db, id, ct) is not { } user)
                return UserRefusals.NoSuchUser;
            var target = await db.Roles.Where(g => g.Code == groupCode).Select(g => (int?)g.Id).SingleOrDefaultAsync(ct);
            if (target is null)
                return Error.Invalid("group", "This group does not exist any more. Choose another one.");
            var granted = PermissionSet.Of(await db.RoleClaims
                .Where(c => c.RoleId == target && c.ClaimType == ClaimNames.Permission).Select(c => c.ClaimValue!).ToListAsync(ct));
            var change = new PermissionChange(user.Permissions, user.IsOwner ? user.Permissions : granted);
            var now = time.GetUtcNow().UtcDateTime;
            var keys = db.ApiKeys.Where(k => k.UserId == id);
            return new UserMovePreview(
                change,
                // A paused key comes back by itself.
                await keys.CountAsync(k => (k.Enabled || k.PausedUntil != null) && k.RevokedAt == null && k.EndedAt == null
                    && (k.ExpiresAt == null || k.ExpiresAt > now), ct),
                await PermissionUses.CountKeysAsync(db, keys, change.Removed, now, ct));
        }, ct);
    }

    /// <summary>The user with that email, in whatever case it is written.</summary>
    public Task<Result<UserRow>> FindByEmailAsync(string? email, CancellationToken ct = default) =>
        operations.ReadAsync<UserRow>(Permissions.Users.View, async (db, _) =>
        {
            var address = TextRules.Email(email, "email");
            if (!address.IsDone)
                return address.Error;
            var normalized = normalizer.NormalizeEmail(address.Value);
            var row = await UserRows.Of(db, db.Users.AsNoTracking().Where(u => u.NormalizedEmail == normalized)).SingleOrDefaultAsync(ct);
            return row is null ? UserRefusals.NoSuchUser : row;
        }, ct);

    /// <summary>Adds a user to a group. It gives the group's power to someone, so R6 and R7 apply.</summary>
    public async Task<Result<UserRow>> CreateAsync(CreateUserRequest request, CancellationToken ct = default) =>
        (await AddAsync(request, invite: false, ct)).Map(added => added.User);

    /// <summary>Adds a person without a password and mails an invitation to choose one. Creating comes first: when the mail cannot be
    /// sent, the person is there and the invitation can be sent again.</summary>
    public async Task<Result<SentLink>> InviteAsync(CreateUserRequest request, CancellationToken ct = default)
    {
        var added = await AddAsync(request with { Kind = UserKind.Person, Password = null }, invite: true, ct);
        return added.IsDone ? await MailAsync(added.Value, ct) : added.Error;
    }

    /// <summary>Mails a person a link to choose a password: the invitation again when there is none yet, else a reset. A reader of
    /// the mail gets the person's power, so R6 and R7 apply. The link before, if any, ends.</summary>
    public async Task<Result<SentLink>> SendLinkAsync(int id, CancellationToken ct = default)
    {
        UserLinkToken? token = null;
        var changed = await ChangeAsync(id, async (work, user, actor) =>
        {
            if (await RefuseDelegationAsync(work, user, actor, ct) is { } refusal)
                return refusal;
            if (user.Kind == UserKind.Integration)
                return new Error(
                    ErrorKind.Conflict,
                    "integration-never-signs-in",
                    $"{user.Name} is an integration: it has no password. Make an API key for it.");
            if (!user.Enabled)
                return new Error(
                    ErrorKind.Conflict,
                    "user-disabled",
                    $"{user.Name} is disabled. Enable the account first, then send the link.");
            token = await UserLinkMailer.IssueAsync(work, user, ct);
            work.Audit(token.Purpose == UserLinkPurpose.Invitation ? AuditActions.UserInvited : AuditActions.UserResetSent,
                UserRows.Target(user));
            return null;
        }, ct);
        return changed.IsDone ? await MailAsync(new AddedUser(changed.Value, token), ct) : changed.Error;
    }

    private async Task<SentLink> MailAsync(AddedUser added, CancellationToken ct)
    {
        var sent = await mailer.SendAsync(added.User.Email, added.User.Name, added.Link!, ct);
        return new SentLink(added.User, added.Link!.Purpose, sent.Value?.File, sent.Error);
    }

    private Task<Result<AddedUser>> AddAsync(CreateUserRequest request, bool invite, CancellationToken ct) =>
        operations.ChangeAsync<NewUser, AddedUser>(Permissions.Users.Create, _ => Validate(request, invite), async (work, input) =>
        {
            var found = await FindAssignableGroupAsync(work, request.GroupCode, work.Actor, ct);
            if (!found.IsDone)
                return found.Error;
            var group = found.Value;
            var email = input.Email ?? await IntegrationEmail.MakeAsync(work.Db, input.FirstName, ct);
            var user = new User
            {
                UserName = email,
                Email = email,
                EmailConfirmed = true, // The person who adds a user vouches for the address; nothing is sent to it.
                FirstName = input.FirstName,
                LastName = input.LastName,
                Kind = request.Kind,
                // Design §1: the owner is the first person. Only the operator can make one, so nobody becomes owner by accident.
                IsOwner =
                    work.Actor.Kind == ActorKind.CommandLine
                    && !invite
                    && request.Kind == UserKind.Person
                    && !await work.Db.Users.AnyAsync(u => u.IsOwner, ct),
                CreatedAt = work.Now,
            };
            var result = request.Password is null
                ? await work.Users.CreateAsync(user)
                : await work.Users.CreateAsync(user, request.Password);
            if (UserRefusals.Of(result) is { } failed)
                return failed;
            if (UserRefusals.Of(await work.Users.AddToRoleAsync(user, group.Name!)) is { } notAdded)
                return notAdded;
            var token = invite ? await UserLinkMailer.IssueAsync(work, user, ct) : null;
            work.Audit(invite ? AuditActions.UserInvited : AuditActions.UserCreated, UserRows.Target(user),
                after: new
                {
                    user.Email,
                    user.FirstName,
                    user.LastName,
                    Kind = user.Kind.ToString(),
                    Group = group.Code,
                    Owner = user.IsOwner,
                });
            await work.SaveAsync(ct);
            return (await UserRows.FindAsync(work.Db, user.Id, ct)).Map(row => new AddedUser(row, token));
        }, ct);

    private static Result<NewUser> Validate(CreateUserRequest request, bool invite)
    {
        var isIntegration = request.Kind == UserKind.Integration;
        Result<string>? email = isIntegration && string.IsNullOrWhiteSpace(request.Email) ? null : TextRules.Email(request.Email, "email");
        var firstName = TextRules.Line(request.FirstName, "firstName", isIntegration ? "Integration name" : "First name");
        var lastName = TextRules.OptionalLine(request.LastName, "lastName", "Last name");
        var password = invite ? null : CheckPassword(request);
        return FieldErrors.Combine(email?.Error, firstName.Error, lastName.Error, password) is { } invalid
            ? invalid
            : new NewUser(email?.Value, firstName.Value!, lastName.Value!);
    }

    /// <summary>Changes a user's email, names, group and kind. R6 applies, over the user as it is and over the new group: together they say
    /// who has which power, and who people take the user for. A new email ends the user's sessions and open links. An
    /// integration that becomes a person has no password: an invitation is the next step. A person who becomes an integration loses the
    /// password, all sessions and open links; API keys go on.</summary>
    /// <param name="id">The user.</param>
    /// <param name="edit">All fields as they are to be.</param>
    /// <param name="version">The <see cref="UserRow.Version"/> that was looked at; when someone changed the user since, nothing is
    /// done.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Result<UserRow>> EditAsync(int id, UserEdit edit, string version, CancellationToken ct = default)
    {
        var email = TextRules.Email(edit.Email, "email");
        var firstName = TextRules.Line(edit.FirstName, "firstName", "First name");
        var lastName = TextRules.OptionalLine(edit.LastName, "lastName", "Last name");
        return await ChangeAsync(id, async (work, user, actor) =>
        {
            if (FieldErrors.Combine(email.Error, firstName.Error, lastName.Error) is { } invalid)
                return invalid;
            if (user.ConcurrencyStamp != version)
                return Error.ChangedMeanwhile;
            var access = (await AccessReader.FindUserAsync(work.Db, id, ct))!;
            var kind = edit.Kind ?? user.Kind;
            var (newEmail, newGroup, newKind) = (user.Email != email.Value, access.GroupCode != edit.GroupCode, user.Kind != kind);
            if (Authority.RefuseGrantingByKey(actor) is { } minting)
                return minting;
            // Nobody gets the way to sign in, the email, the names or the group of someone who may do more (R6): a name is what others
            // trust, and to take a sign-in away is to reset it. To stop such a user, disabling is enough.
            var newName = (user.FirstName, user.LastName) != (firstName.Value, lastName.Value);
            if ((newEmail || newGroup || newKind || newName || user.IsOwner) && Authority.RefuseDelegation(actor, access) is { } refusal)
                return refusal;

            var before = new { user.Email, user.FirstName, user.LastName, Group = access.GroupCode, Kind = user.Kind.ToString() };
            if (newGroup && await MoveAsync(work, user, access, edit.GroupCode, actor, ct) is { } notMoved)
                return notMoved;
            (user.FirstName, user.LastName) = (firstName.Value!, lastName.Value!);
            if (newEmail)
                (user.Email, user.UserName, user.EmailConfirmed) = (email.Value, email.Value, true);
            if (newKind && await ChangeKindAsync(work, user, kind, actor, ct) is { } notChanged)
                return notChanged;
            var after = new { user.Email, user.FirstName, user.LastName, Group = edit.GroupCode!, Kind = kind.ToString() };
            if (before.Equals(after))
                return null;
            var ends = newEmail || newKind;
            if (UserRefusals.Of(ends ? await work.Users.UpdateSecurityStampAsync(user) : await work.Users.UpdateAsync(user)) is { } failed)
                return failed;
            work.Audit(AuditActions.UserEdited, UserRows.Target(user), before, after);
            return null;
        }, ct);
    }

    /// <summary>Lets the user act again. It hands out the user's power again, so R6 and R7 apply.</summary>
    public Task<Result<UserRow>> EnableAsync(int id, CancellationToken ct = default) =>
        ChangeAsync(id, async (work, user, actor) =>
        {
            if (await RefuseDelegationAsync(work, user, actor, ct) is { } refusal)
                return refusal;
            if (user.Enabled)
                return null;
            user.Enabled = true;
            if (UserRefusals.Of(await work.Users.UpdateAsync(user)) is { } failed)
                return failed;
            work.Audit(AuditActions.UserEnabled, UserRows.Target(user), new { Enabled = false }, new { Enabled = true });
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
                    "You cannot disable yourself. Ask someone else who may edit users.");
            }

            if (!user.Enabled)
                return null;
            user.Enabled = false;
            await UserSessions.EndAllAsync(work, id, ct);
            // A new stamp ends the sessions for good: enabled again, the user signs in again.
            var refusal = await LastAdministrator.KeepAsync(
                work, async () => UserRefusals.Of(await work.Users.UpdateSecurityStampAsync(user)), LastAdministrator.Is(user), ct);
            if (refusal is not null)
                return refusal;
            work.Audit(AuditActions.UserDisabled, UserRows.Target(user), new { Enabled = true }, new { Enabled = false });
            return null;
        }, ct);

    /// <summary>Moves a user into another group within an operation's transaction, by the rules of an edit (R6, R7). The caller audits
    /// it.</summary>
    /// <returns>The user's access before the move.</returns>
    internal static async Task<Result<UserAccess>> MoveWithinAsync(Work work, User user, string groupCode, CancellationToken ct)
    {
        var access = (await AccessReader.FindUserAsync(work.Db, user.Id, ct))!;
        if (Authority.RefuseDelegation(work.Actor, access) is { } refusal)
            return refusal;
        if (await MoveAsync(work, user, access, groupCode, work.Actor, ct) is { } notMoved)
            return notMoved;
        return UserRefusals.Of(await work.Users.UpdateAsync(user)) is { } failed ? failed : access;
    }

    /// <summary>The refusal of changing one's own group, for an actor who is that user and not the owner.</summary>
    internal static Error? RefuseMovingOneself(Actor actor, int userId, bool isOwner) =>
        // Owners lose nothing by it; anybody else could lock themselves out.
        actor.User?.UserId == userId && !isOwner
            ? new Error(
                ErrorKind.Forbidden,
                "not-yourself",
                "You cannot change your own user group. Ask someone else who may edit users.")
            : null;

    /// <summary>The valid input of a new user.</summary>
    private sealed record NewUser(string? Email, string FirstName, string LastName);

    /// <summary>A user that was added, and the link to mail, if there is one.</summary>
    private sealed record AddedUser(UserRow User, UserLinkToken? Link);

    private static async Task<Error?> RefuseDelegationAsync(Work work, User user, Actor actor, CancellationToken ct) =>
        Authority.RefuseDelegation(actor, (await AccessReader.FindUserAsync(work.Db, user.Id, ct))!);

    /// <summary>The group, if the actor may put someone into it (R6).</summary>
    private static async Task<Result<UserGroup>> FindAssignableGroupAsync(Work work, string? code, Actor actor, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(code))
            return Error.Invalid("group", "Choose a user group.");
        var group = await work.Db.Roles.SingleOrDefaultAsync(g => g.Code == code, ct);
        if (group is null)
            return Error.Invalid("group", "Group does not exist. Choose one of the user groups.");
        var granted = PermissionSet.Of(await work.Db.RoleClaims
            .Where(c => c.RoleId == group.Id && c.ClaimType == ClaimNames.Permission).Select(c => c.ClaimValue!).ToListAsync(ct));
        return Authority.RefuseGranting(actor, granted, $"Users of {group.Name} may do more than you") is { } refusal ? refusal : group;
    }

    private static async Task<Error?> MoveAsync(
        Work work,
        User user,
        UserAccess access,
        string? groupCode,
        Actor actor,
        CancellationToken ct)
    {
        if (RefuseMovingOneself(actor, user.Id, user.IsOwner) is { } oneself)
            return oneself;
        var group = await FindAssignableGroupAsync(work, groupCode, actor, ct);
        if (!group.IsDone)
            return group.Error;
        return await LastAdministrator.KeepAsync(work, async () =>
        {
            if (
                access.GroupName.Length > 0
                && UserRefusals.Of(await work.Users.RemoveFromRoleAsync(user, access.GroupName)) is { } notRemoved)
                return notRemoved;
            return UserRefusals.Of(await work.Users.AddToRoleAsync(user, group.Value.Name!));
        }, LastAdministrator.Is(user), ct);
    }

    /// <summary>Makes a person of an integration, or the other way round. The caller saves it with a new security stamp.</summary>
    private static async Task<Error?> ChangeKindAsync(Work work, User user, UserKind kind, Actor actor, CancellationToken ct)
    {
        if (!Enum.IsDefined(kind))
            return Error.Invalid("kind", "Kind must be person or integration.");
        if (user.IsOwner)
            return new Error(
                ErrorKind.Forbidden,
                "owner-stays-person",
                "The account owner must be a person. Transfer the ownership first.");
        if (actor.User?.UserId == user.Id)
            return new Error(
                ErrorKind.Forbidden,
                "not-yourself",
                "You cannot make yourself an integration. Ask someone else who may edit users.");
        if (kind == UserKind.Person)
        {
            user.Kind = kind;
            return null;
        }

        return await LastAdministrator.KeepAsync(work, async () =>
        {
            // Whatever it signed in with goes, so that nothing of it works again should it ever become a person again.
            (user.Kind, user.PasswordHash, user.LockoutEnd, user.AccessFailedCount) = (kind, null, null, 0);
            work.Db.UserLinks.RemoveRange(await work.Db.UserLinks.Where(l => l.UserId == user.Id).ToListAsync(ct));
            work.Db.UserTokens.RemoveRange(await work.Db.UserTokens.Where(t => t.UserId == user.Id).ToListAsync(ct));
            work.Db.UserLogins.RemoveRange(await work.Db.UserLogins.Where(l => l.UserId == user.Id).ToListAsync(ct));
            work.Db.UserPasskeys.RemoveRange(await work.Db.UserPasskeys.Where(p => p.UserId == user.Id).ToListAsync(ct));
            await UserSessions.EndAllAsync(work, user.Id, ct);
            await work.Db.SaveChangesAsync(ct);
            return null;
        }, LastAdministrator.Is(user), ct);
    }

    private static Error? CheckPassword(CreateUserRequest request) => request.Kind switch
    {
        UserKind.Integration => request.Password is null
            ? null
            : Error.Invalid(
                "password",
                "An integration user has no password: it never signs in. Leave the password out, and make an API key for it."),
        _ => string.IsNullOrEmpty(request.Password) ? UserRefusals.PasswordMissing : null,
    };

    private Task<Result<UserRow>> ChangeAsync(int id, Func<Work, User, Actor, Task<Error?>> change, CancellationToken ct) =>
        operations.ChangeAsync<UserRow>(Permissions.Users.Edit, async work =>
        {
            var user = await work.Db.Users.SingleOrDefaultAsync(u => u.Id == id, ct);
            if (user is null)
                return UserRefusals.NoSuchUser;
            if (await change(work, user, work.Actor) is { } refusal)
                return refusal;
            await work.SaveAsync(ct);
            return await UserRows.FindAsync(work.Db, id, ct);
        }, ct);
}
