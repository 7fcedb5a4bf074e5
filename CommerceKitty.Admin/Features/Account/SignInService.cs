using System.Security.Claims;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>Signs people in and out by the cookie, and audits it. Only for HTTP requests: a circuit cannot set cookies.</summary>
public sealed class SignInService(
    PersonSignInManager signIn, UserManager<User> users, IPasswordHasher<User> hasher, UnitOfWork unitOfWork)
{
    /// <summary>The same words for a wrong email, a wrong password and an account that may not sign in.</summary>
    private static readonly Error WrongCredentials =
        new(ErrorKind.Unauthenticated, "wrong-credentials", "Email or password is wrong, or this account may not sign in. Check both, or ask an administrator.");

    // Checked when the email is unknown, so that the answer takes as long as for a known one.
    private static readonly User Nobody = new() { FirstName = string.Empty, LastName = string.Empty };

    private string? _nobodysHash;

    /// <summary>Checks the password and sets the cookie.</summary>
    /// <param name="email">The sign-in name.</param>
    /// <param name="password">The password; at most <see cref="PasswordRules.MaximumLength"/> long.</param>
    /// <param name="http">The request; its address goes into the audit trail.</param>
    public async Task<Result<Done>> SignInAsync(string? email, string? password, HttpContext http)
    {
        var ct = http.RequestAborted;
        if (string.IsNullOrWhiteSpace(email) || string.IsNullOrEmpty(password) || password.Length > PasswordRules.MaximumLength
            || email.Length > TextRules.EmailLength)
        {
            return WrongCredentials;
        }

        if (await users.FindByEmailAsync(email.Trim()) is not { PasswordHash: not null } user)
        {
            _nobodysHash ??= hasher.HashPassword(Nobody, "x");
            hasher.VerifyHashedPassword(Nobody, _nobodysHash, password);
            return WrongCredentials;
        }

        var wasLockedOut = await users.IsLockedOutAsync(user);
        var check = await signIn.CheckPasswordSignInAsync(user, password, lockoutOnFailure: true);
        var visitor = Actor.Anonymous(http.Connection.RemoteIpAddress);
        if (!check.Succeeded)
        {
            // While an account is locked nothing more is written, so that nobody can flood the audit trail.
            if (!wasLockedOut)
                await AuditAsync(visitor, check.IsLockedOut ? AuditActions.UserLockedOut : AuditActions.UserSignInFailed, user, ct);
            return check.IsLockedOut
                ? new Error(ErrorKind.Unauthenticated, "locked-out", "Too many wrong passwords. Wait five minutes, then try again.")
                : WrongCredentials;
        }

        // First the record, then the cookie: a sign-in that cannot be recorded does not happen (R8).
        var recorded = await unitOfWork.RunAsync<UserSession>(async work =>
        {
            var row = await work.Users.FindByIdAsync(user.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (row is null)
                return WrongCredentials;
            row.LastSignInAt = work.Now;
            var person = await AccessReader.FindUserAsync(work.Db, row.Id, ct);
            work.Audit(Actor.Person(person!, http.Connection.RemoteIpAddress), AuditActions.UserSignedIn, Target(row));
            return UserSessions.Begin(work, row.Id, http.Connection.RemoteIpAddress, http.Request.Headers.UserAgent.ToString());
        }, ct);
        if (!recorded.IsDone)
            return recorded.Error;
        var session = recorded.Value.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await signIn.SignInWithClaimsAsync(user, isPersistent: false, [new Claim(ClaimNames.Session, session)]);
        return Done.Value;
    }

    /// <summary>Ends this session and drops the cookie. Nobody signed in is fine too.</summary>
    public async Task SignOutAsync(HttpContext http, CurrentActor current)
    {
        if (await current.GetAsync(http.RequestAborted) is { User: { } person } actor)
        {
            await unitOfWork.RunAsync<Done>(async work =>
            {
                // A copy of the cookie is worth nothing afterwards.
                if (UserSessions.IdOf(http.User) is { } session)
                    await UserSessions.EndAsync(work, session, http.RequestAborted);
                work.Audit(actor, AuditActions.UserSignedOut, new AuditTarget("users", person.UserId, person.Name));
                return Done.Value;
            }, http.RequestAborted);
        }

        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    private static AuditTarget Target(User user) => new("users", user.Id, user.Name);

    private Task<Result<Done>> AuditAsync(Actor actor, string action, User user, CancellationToken ct) =>
        unitOfWork.RunAsync<Done>(work =>
        {
            work.Audit(actor, action, Target(user));
            return Task.FromResult<Result<Done>>(Done.Value);
        }, ct);
}
