using System.Globalization;
using System.Security.Claims;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>Signs people in and out by the cookie, and audits it. Only for HTTP requests: a circuit cannot set cookies.</summary>
public sealed class SignInService(
    PersonSignInManager signIn, UserManager<User> users, IPasswordHasher<User> hasher, UnitOfWork unitOfWork, KnownDevices devices,
    PasswordChecks checks, SignInLimits limits, IRefusalRecorder refusals, TimeProvider time)
{
    /// <summary>More people sign in than the server checks passwords for, or too often as one. Answered with 429.</summary>
    public static readonly Error TooMany =
        new(ErrorKind.Conflict, "too-many-sign-ins", "Too many people are signing in right now. Wait a moment, then try again.");

    /// <summary>Seconds after which a try that met <see cref="TooMany"/> may be worth it.</summary>
    public const int RetryAfter = 10;

    /// <summary>The same words for a wrong email, a wrong password, a locked account and one that may not sign in: nobody learns which
    /// accounts exist.</summary>
    private static readonly Error WrongCredentials =
        new(ErrorKind.Unauthenticated, "wrong-credentials",
            "Incorrect email or password. After 10 failed attempts sign-in is blocked for 5 minutes; “Forgot password?” still works."
        );

    /// <summary>How long a wrong try takes at least: more than the check and the note of it.</summary>
    private static readonly TimeSpan RefusalTime = TimeSpan.FromMilliseconds(300);

    // Checked when there is no password to check, so that every answer takes as long.
    private static readonly User Nobody = new() { FirstName = string.Empty, LastName = string.Empty };

    private static string? _nobodysHash;

    /// <summary>Checks the password and sets the cookie.</summary>
    /// <param name="email">The sign-in name.</param>
    /// <param name="password">The password; at most <see cref="PasswordRules.MaximumLength"/> long.</param>
    /// <param name="http">The request; its address goes into the audit trail.</param>
    public async Task<Result<Done>> SignInAsync(string? email, string? password, HttpContext http)
    {
        var begun = time.GetTimestamp();
        var result = await TryAsync(email, password, http);
        // A wrong password of an account is written down and one of nobody is not: the answer says nothing of it by when it comes.
        if (result.Error?.Code == WrongCredentials.Code && RefusalTime - time.GetElapsedTime(begun) is { Ticks: > 0 } left)
            await Task.Delay(left, time, http.RequestAborted);
        return result;
    }

    private async Task<Result<Done>> TryAsync(string? email, string? password, HttpContext http)
    {
        var address = TextRules.Email(email, "email");
        if (!address.IsDone || string.IsNullOrEmpty(password) || password.Length > PasswordRules.MaximumLength)
            return WrongCredentials;

        var user = await users.FindByEmailAsync(address.Value);
        if (limits.Count(users.NormalizeEmail(address.Value)!, user is null ? null : devices.Find(http, user.Id)) is not null
            || await checks.TryRunAsync(() => IsRight(user, password), http.RequestAborted) is not { } isRight)
            return TooMany;
        if (user is null)
        {
            refusals.Refused(null, RefusalReason.UnknownEmail, null, http);
            return WrongCredentials;
        }

        // Guesses may come side by side, so each is counted in a transaction of its own; one that lost a race against another is
        // counted again, until it is.
        Result<SignInOutcome> outcome;
        do
        {
            outcome = await unitOfWork.RunAsync(
                Actor.Anonymous(http.Connection.RemoteIpAddress),
                work => DecideAsync(work, user, isRight, http),
                http.RequestAborted);
        }
        while (outcome.Error?.Code == Error.ChangedMeanwhile.Code);

        if (!outcome.IsDone)
            return outcome.Error;
        if (outcome.Value.Session is not { } begun)
            return WrongCredentials;
        // First the record, then the cookie: a sign-in that cannot be recorded does not happen (R8).
        var session = begun.Id.ToString(CultureInfo.InvariantCulture);
        devices.Remember(http, user.Id);
        await signIn.SignInWithClaimsAsync(outcome.Value.User, isPersistent: false, [new Claim(ClaimNames.Session, session)]);
        return Done.Value;
    }

    /// <summary>The same work for everybody.</summary>
    private bool IsRight(User? user, string password)
    {
        var nobodys = LazyInitializer.EnsureInitialized(ref _nobodysHash, () => hasher.HashPassword(Nobody, "x"));
        return hasher.VerifyHashedPassword(user ?? Nobody, user?.PasswordHash ?? nobodys, password) != PasswordVerificationResult.Failed
            && user?.PasswordHash is not null;
    }

    /// <summary>Counts the try, locks after too many, or begins a session; all with its one audit entry. While an account is locked nothing
    /// more is written, so that nobody can flood the audit trail.</summary>
    private async Task<Result<SignInOutcome>> DecideAsync(Work work, User user, bool isRight, HttpContext http)
    {
        var row = await work.Db.Users.SingleAsync(u => u.Id == user.Id, http.RequestAborted);
        var device = devices.Find(http, row.Id);
        if (await PasswordTries.AreOverAsync(work, row, device, http.RequestAborted))
            return new SignInOutcome(row, null);
        // The password was checked before this transaction: it must still be the same one.
        if (!isRight || row.PasswordHash != user.PasswordHash || !await signIn.CanSignInAsync(row))
        {
            var isLast = await PasswordTries.CountAsync(work, row, device, http.RequestAborted);
            work.Audit(isLast ? AuditActions.UserLockedOut : AuditActions.UserSignInFailed, UserRows.Target(row),
                after: device is null ? null : new { InAKnownBrowser = true });
            return new SignInOutcome(row, null);
        }

        await PasswordTries.ForgetAsync(work, row, device, http.RequestAborted);
        row.LastSignInAt = work.Now;
        var person = await AccessReader.FindUserAsync(work.Db, row.Id, http.RequestAborted);
        // The browser's cookie becomes this session's. The one it replaces would go on in open tabs, as the person it was.
        if (ClaimNames.SessionIdOf(http.User) is { } replaced)
            await UserSessions.EndAsync(work, replaced, http.RequestAborted);
        work.AuditAs(Actor.Person(person!, http.Connection.RemoteIpAddress), AuditActions.UserSignedIn, UserRows.Target(row));
        return new SignInOutcome(row,
            UserSessions.Begin(work, row.Id, http.Connection.RemoteIpAddress, http.Request.Headers.UserAgent.ToString()));
    }

    /// <summary>Ends this session and drops the cookie. Nobody signed in is fine too.</summary>
    public async Task SignOutAsync(HttpContext http, CurrentActor current)
    {
        if (await current.GetAsync(http.RequestAborted) is { User: { } person } actor)
        {
            await unitOfWork.RunAsync<Done>(actor, async work =>
            {
                // A copy of the cookie is worth nothing afterwards.
                if (ClaimNames.SessionIdOf(http.User) is { } session)
                    await UserSessions.EndAsync(work, session, http.RequestAborted);
                work.Audit(AuditActions.UserSignedOut, new AuditTarget("users", person.UserId, person.Name));
                return Done.Value;
            }, http.RequestAborted);
        }

        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    /// <summary>What became of a try: a session when it was the right one.</summary>
    private sealed record SignInOutcome(User User, UserSession? Session);
}
