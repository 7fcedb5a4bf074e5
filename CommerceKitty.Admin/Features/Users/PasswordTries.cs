using System.Globalization;
using System.Security.Cryptography;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>Counts wrong passwords and makes a guesser wait (the limits are <see cref="LockoutOptions"/>). Those that come from
/// anywhere are counted together on the account. A place that only the person can be at, such as a browser they signed in with before
/// (<see cref="KnownDevices"/>), has a counter of its own: strangers who guess all day cannot keep the person out. The counters of
/// places are Identity's user tokens, so each is the account's own and goes with it.</summary>
internal static class PasswordTries
{
    /// <summary>Identity's "login provider" of these tokens.</summary>
    public const string Counter = "password-tries";

    /// <summary>True while no password is looked at from there.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="user">The account, tracked.</param>
    /// <param name="place">Where; null for anywhere.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<bool> AreOverAsync(Work work, User user, string? place, CancellationToken ct)
    {
        var until = place is null ? user.LockoutEnd?.UtcDateTime : Read(await FindAsync(work, user, place, ct)).Until;
        return until > work.Now;
    }

    /// <summary>Counts a wrong password. Of several at the same moment one transaction wins; the others fail and must be run
    /// again.</summary>
    /// <returns>True when it was the last one that is looked at for a while.</returns>
    public static async Task<bool> CountAsync(Work work, User user, string? place, CancellationToken ct)
    {
        Touch(user);
        var limits = work.Users.Options.Lockout;
        var until = work.Now + limits.DefaultLockoutTimeSpan;
        if (place is null)
        {
            user.AccessFailedCount++;
            if (user.AccessFailedCount < limits.MaxFailedAccessAttempts)
                return false;
            (user.AccessFailedCount, user.LockoutEnd) = (0, new DateTimeOffset(until));
            return true;
        }

        var token = await FindAsync(work, user, place, ct);
        var count = Read(token).Count + 1;
        var isLast = count >= limits.MaxFailedAccessAttempts;
        if (token is null)
            work.Db.UserTokens.Add(token = new IdentityUserToken<int> { UserId = user.Id, LoginProvider = Counter, Name = place });
        token.Value = isLast
            ? string.Create(CultureInfo.InvariantCulture, $"0 {until:O}")
            : string.Create(CultureInfo.InvariantCulture, $"{count} {work.Now:O}");
        return isLast;
    }

    /// <summary>The right password was entered: the counter of there starts again.</summary>
    public static async Task ForgetAsync(Work work, User user, string? place, CancellationToken ct)
    {
        Touch(user);
        if (place is null)
            (user.AccessFailedCount, user.LockoutEnd) = (0, null);
        else if (await FindAsync(work, user, place, ct) is { } token)
            work.Db.UserTokens.Remove(token);
    }

    /// <summary>When the counter last changed, or until when it makes wait; null for a text that is none.</summary>
    public static DateTime? TimeOf(string? value) => Parse(value)?.Time;

    /// <summary>Makes tries that come side by side conflict, so that none is lost.</summary>
    private static void Touch(User user) => user.ConcurrencyStamp = RandomNumberGenerator.GetHexString(32);

    private static Task<IdentityUserToken<int>?> FindAsync(Work work, User user, string place, CancellationToken ct) =>
        work.Db.UserTokens.SingleOrDefaultAsync(t => t.UserId == user.Id && t.LoginProvider == Counter && t.Name == place, ct);

    private static (int Count, DateTime? Until) Read(IdentityUserToken<int>? token) => Parse(token?.Value) switch
    {
        (0, var until) => (0, until),
        (var count, _) => (count, null),
        null => (0, null),
    };

    private static (int Count, DateTime Time)? Parse(string? value) =>
        value?.Split(' ') is [var count, var time]
        && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && DateTime.TryParseExact(time, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at)
            ? (number, at)
            : null;
}
