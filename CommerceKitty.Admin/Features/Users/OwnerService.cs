using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>What is done to the ownership of the account, and to the owner's password from the server's machine.</summary>
public sealed class OwnerService(Operations operations)
{
    /// <summary>Where the owner's wrong passwords here are counted.</summary>
    private const string Place = "ownership";

    /// <summary>Makes another enabled person the account owner. Only the owner can, with the password entered again; the old owner
    /// keeps their group and what it grants. Wrong passwords are counted, apart from those at the sign-in: guessing there cannot
    /// keep the owner from this.</summary>
    public async Task<Result<UserRow>> TransferOwnershipAsync(int toId, string? password, CancellationToken ct = default)
    {
        if (await ProveAsync(password, ct) is { } unproven)
            return unproven;
        return await operations.ChangeAsync<UserRow>(Requirement.SignedInOwner, async work =>
        {
            var old = await work.Db.Users.SingleAsync(u => u.Id == work.Actor.User!.UserId, ct);
            var heir = await work.Db.Users.SingleOrDefaultAsync(u => u.Id == toId, ct);
            if (heir is null)
                return UserRefusals.NoSuchUser;
            if (heir.Id == old.Id)
                return new Error(ErrorKind.Conflict, "already-owner", "You are the account owner already.");
            if (heir is not { Enabled: true, Kind: UserKind.Person, PasswordHash: not null })
                return new Error(
                    ErrorKind.Conflict,
                    "cannot-own",
                    $"{heir.Name} cannot own the account: the owner must be an enabled person who has chosen a password.");
            // One after the other: the database allows one owner at a time.
            old.IsOwner = false;
            if (UserRefusals.Of(await work.Users.UpdateAsync(old)) is { } notOld)
                return notOld;
            heir.IsOwner = true;
            if (UserRefusals.Of(await work.Users.UpdateAsync(heir)) is { } notNew)
                return notNew;
            work.Audit(AuditActions.OwnershipTransferred,
                UserRows.Target(heir),
                new { Owner = old.Email },
                new { Owner = heir.Email });
            await work.SaveAsync(ct);
            return await UserRows.FindAsync(work.Db, toId, ct);
        }, ct);
    }

    /// <summary>Gives the account owner a new password, ends all the owner's sessions and lifts a lockout. Only at the command line
    /// of the server's machine: it is the way back in when nobody else may help.</summary>
    public Task<Result<UserRow>> ResetOwnerPasswordAsync(string? newPassword, CancellationToken ct = default) =>
        operations.ChangeAsync<string, UserRow>(Requirement.CommandLine, _ => RequirePassword(newPassword), async (work, password) =>
        {
            var owner = await work.Db.Users.SingleOrDefaultAsync(u => u.IsOwner, ct);
            if (owner is null)
                return new Error(
                    ErrorKind.NotFound,
                    "no-owner",
                    "There is no account owner yet. Open Commerce Kitty Admin in a browser to set one up.");
            (owner.LockoutEnd, owner.AccessFailedCount) = (null, 0);
            if (UserRefusals.Of(await work.Users.RemovePasswordAsync(owner)) is { } notRemoved)
                return notRemoved;
            // Runs the password's rules and changes the security stamp, which ends every session.
            if (UserRefusals.Of(await work.Users.AddPasswordAsync(owner, password)) is { } failed)
                return failed;
            work.Audit(AuditActions.UserPasswordReset, UserRows.Target(owner));
            await work.SaveAsync(ct);
            return await UserRows.FindAsync(work.Db, owner.Id, ct);
        }, ct);

    private static Result<string> RequirePassword(string? password) =>
        string.IsNullOrEmpty(password) ? UserRefusals.PasswordMissing : password;

    /// <summary>Null when the actor is the owner and this is the owner's password. Tries that come side by side are all counted.</summary>
    private async Task<Error?> ProveAsync(string? password, CancellationToken ct)
    {
        while (true)
        {
            var proven = await operations.ChangeAsync<PasswordCheck>(Requirement.SignedInOwner, async work =>
            {
                var owner = await work.Db.Users.SingleAsync(u => u.Id == work.Actor.User!.UserId, ct);
                if (await PasswordTries.AreOverAsync(work, owner, Place, ct))
                    return PasswordCheck.MustWait;
                if (password is { Length: > 0 and <= PasswordRules.MaximumLength } && await work.Users.CheckPasswordAsync(owner, password))
                {
                    await PasswordTries.ForgetAsync(work, owner, Place, ct);
                    return PasswordCheck.Right;
                }

                await PasswordTries.CountAsync(work, owner, Place, ct);
                work.Audit(AuditActions.OwnershipTransferFailed, UserRows.Target(owner));
                return PasswordCheck.Wrong;
            }, ct);
            if (proven.IsDone)
            {
                return proven.Value switch
                {
                    PasswordCheck.Right => null,
                    PasswordCheck.MustWait => Error.Invalid("password", "Too many wrong passwords. Wait five minutes, then try again."),
                    _ => Error.Invalid("password", "This is not your password. Enter the one that you sign in with."),
                };
            }

            if (proven.Error.Code != Error.ChangedMeanwhile.Code)
                return proven.Error;
        }
    }

    /// <summary>An answer, not a refusal: the count of a wrong one must be kept.</summary>
    private enum PasswordCheck
    {
        Right,
        Wrong,
        MustWait,
    }
}
