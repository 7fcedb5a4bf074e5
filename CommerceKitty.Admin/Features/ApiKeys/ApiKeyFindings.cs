using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Which keys have which finding.</summary>
public static class ApiKeyFindings
{
    /// <summary>The findings by their names in an address, the most urgent first.</summary>
    public static readonly IReadOnlyList<(string Name, ApiKeyFinding Finding, string Text)> All =
    [
        ("exposed", ApiKeyFinding.Exposed, "Exposed in the clear"),
        ("failing", ApiKeyFinding.Failing, "Failing"),
        ("old-value-tried", ApiKeyFinding.OldValueTried, "Ended value still tried"),
        ("expiring", ApiKeyFinding.Expiring, "Expiring in 14 days"),
        ("user-disabled", ApiKeyFinding.UserDisabled, "Of a disabled user"),
        ("never-expires", ApiKeyFinding.NeverExpires, "Never expires"),
        ("never-used", ApiKeyFinding.NeverUsed, "Never used"),
        ("unused", ApiKeyFinding.Unused, "Unused for long"),
        ("old-value", ApiKeyFinding.OldValue, "Due for rotation"),
        ("over-privileged", ApiKeyFinding.OverPrivileged, "More permissions than used"),
        ("safe-to-remove", ApiKeyFinding.SafeToRemove, "Safe to remove"),
    ];

    /// <summary>A key that was used no more often than this was hardly used.</summary>
    public const int HardlyUsed = 10;

    /// <summary>The finding's name in an address.</summary>
    public static string NameOf(ApiKeyFinding finding) => All.First(f => f.Finding == finding).Name;

    /// <summary>What it is called.</summary>
    public static string TextOf(ApiKeyFinding finding) => All.First(f => f.Finding == finding).Text;

    /// <summary>The keys with a finding that nobody has accepted for now.</summary>
    internal static IQueryable<ApiKey> Open(
        ApiKeyFinding finding, CommerceKittyDbContext db, IQueryable<ApiKey> keys, DateTime now, AccountSettings settings) =>
        With(finding, db, keys, now, settings).Where(k =>
            !db.ApiKeyFindingAcceptances.Any(a => a.ApiKeyId == k.Id && a.Finding == finding && a.Until > now));

    /// <summary>The keys with a finding, accepted or not.</summary>
    internal static IQueryable<ApiKey> With(
        ApiKeyFinding finding, CommerceKittyDbContext db, IQueryable<ApiKey> keys, DateTime now, AccountSettings settings)
    {
        var usable = Unexpired(keys, now).Where(k =>
            k.RevokedAt == null && (k.Enabled || k.PausedUntil <= now) && k.User!.Enabled);
        var idleSince = now.AddDays(-settings.IdleDays);
        switch (finding)
        {
            case ApiKeyFinding.Expiring:
                var soon = now.AddDays(AccountSettings.ExpiringDays);
                return usable.Where(k => k.ExpiresAt <= soon);
            case ApiKeyFinding.NeverExpires:
                return usable.Where(k => k.ExpiresAt == null);
            case ApiKeyFinding.OldValue:
                var rotatedBefore = now.AddDays(-settings.RotationDays);
                return usable.Where(k => (k.RotatedAt ?? k.CreatedAt) < rotatedBefore);
            case ApiKeyFinding.UserDisabled:
                var disabled = db.Users.Where(u => !u.Enabled).Select(u => u.Id);
                return Unexpired(keys, now).Where(k =>
                    k.RevokedAt == null && (k.Enabled || k.PausedUntil <= now) && disabled.Contains(k.UserId));
            case ApiKeyFinding.NeverUsed:
                var lastWeek = now.AddDays(-7);
                return usable.Where(k => k.CreatedAt < lastWeek && k.LastUse == null);
            case ApiKeyFinding.Unused:
                return Idle(usable, idleSince);
            case ApiKeyFinding.SafeToRemove:
                return Idle(usable, idleSince).Where(k =>
                    k.LastUse == null
                    || db.ApiKeyUsages.Where(u => u.ApiKeyId == k.Id && u.Result == KeyUseResult.Accepted).Sum(u => u.Count) <= HardlyUsed);
            case ApiKeyFinding.OverPrivileged:
                var pairs = SecondPermissions.Pairs;
                return usable.Where(k => k.CreatedAt < idleSince && k.LastUse!.At >= idleSince && !k.User!.IsOwner
                    && db.UserRoles.Any(m => m.UserId == k.UserId && db.RoleClaims.Any(c =>
                        c.RoleId == m.RoleId && c.ClaimType == ClaimNames.Permission
                        && !db.ApiKeyUsages.Any(u => u.ApiKeyId == k.Id && u.Hour >= idleSince && u.Result == KeyUseResult.Accepted
                            && (u.Permission == c.ClaimValue || pairs.Contains(u.Permission + ">" + c.ClaimValue))))));
            case ApiKeyFinding.Exposed:
                return Unexpired(keys, now).Where(k => k.RevokedAt == null && k.ExposedHint != null
                    && (k.ExposedHint == k.Hint || (k.ExposedHint == k.PreviousHint && k.PreviousUntil > now)));
            case ApiKeyFinding.Failing:
                var yesterday = now.AddDays(-1);
                // Few of many keys fail: found by hour, not by looking at each key.
                var failing = db.ApiKeyUsages.Where(u => u.Hour >= yesterday && u.Result != KeyUseResult.Accepted).Select(u => u.ApiKeyId);
                return keys.Where(k => k.RevokedAt == null && failing.Contains(k.Id));
            case ApiKeyFinding.OldValueTried:
                var tried = now.AddDays(-7);
                var old = db.Refusals.Where(r => r.Reason == RefusalReason.Replaced && r.LastAt >= tried).Select(r => r.ApiKeyId);
                return keys.Where(k => k.RevokedAt == null && old.Contains(k.Id));
            default:
                throw new ArgumentOutOfRangeException(nameof(finding));
        }
    }

    /// <summary>The keys that have not expired.</summary>
    internal static IQueryable<ApiKey> Unexpired(IQueryable<ApiKey> keys, DateTime now) =>
        keys.Where(k => k.EndedAt == null && (k.ExpiresAt == null || k.ExpiresAt > now));

    private static IQueryable<ApiKey> Idle(IQueryable<ApiKey> keys, DateTime since) =>
        keys.Where(k => k.CreatedAt < since && (k.LastUse == null || k.LastUse.At < since));
}
