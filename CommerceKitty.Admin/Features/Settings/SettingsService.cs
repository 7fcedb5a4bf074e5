using System.Globalization;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Settings;

/// <summary>Reads and changes the account's settings (R1). A stricter policy for keys is saved only together with a decision about the
/// keys that it no longer allows.</summary>
public sealed class SettingsService(Operations operations, TimeProvider time)
{
    private static readonly AuditTarget Target = new("settings", AccountSettings.RowId, "Settings");

    /// <summary>The settings as they are now.</summary>
    public Task<Result<AccountSettings>> GetAsync(CancellationToken ct = default) =>
        operations.ReadAsync<AccountSettings>(Permissions.Settings.View, async (db, _) => await SettingsRow.ReadAsync(db, ct), ct);

    /// <summary>The keys that a change would no longer allow; none when it makes nothing stricter.</summary>
    public Task<Result<AffectedKeys>> PreviewAsync(SettingsChange change, CancellationToken ct = default) =>
        operations.ReadAsync<AffectedKeys>(Permissions.Settings.Edit, async (db, actor) =>
        {
            var before = await SettingsRow.ReadAsync(db, ct);
            var after = await SettingsRow.ReadAsync(db, ct);
            if (Apply(change, after) is { } wrong)
                return wrong;
            if (!IsStricter(before, after))
                return new AffectedKeys(0, []);
            var keys = Affected(db, after, time.GetUtcNow().UtcDateTime).AsNoTracking();
            var some = Authority.May(actor, Permissions.ApiKeys.ViewAll)
                ? await keys.OrderBy(k => k.Name).ThenBy(k => k.Id).Take(AffectedKeys.Most)
                    .Select(k => new AffectedKey(k.Id, k.Name, (k.User!.FirstName + " " + k.User.LastName).Trim(), k.ExpiresAt))
                    .ToListAsync(ct)
                : [];
            return new AffectedKeys(await keys.CountAsync(ct), some);
        }, ct);

    /// <summary>Changes settings. It widens what people can do with keys, or takes keys away, so it is never done by key (R7).</summary>
    /// <param name="change">What they become.</param>
    /// <param name="existing">What becomes of keys that a stricter policy no longer allows. Null is refused when there are any.</param>
    /// <param name="endInDays">For <see cref="ExistingKeys.End"/>: in how many days they end.</param>
    /// <param name="expectedVersion">The version that was looked at; with another one nothing changes. Null: any.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<AccountSettings>> SaveAsync(
        SettingsChange change,
        ExistingKeys? existing = null,
        int? endInDays = null,
        int? expectedVersion = null,
        CancellationToken ct = default)
    {
        // To end or disable keys this way, the actor needs what it takes to do so by hand.
        var requirement = existing is ExistingKeys.End or ExistingKeys.Block
            ? Requirement.Both(Permissions.Settings.Edit, Permissions.ApiKeys.Edit)
            : Permissions.Settings.Edit;
        return operations.ChangeAsync<AccountSettings>(requirement, async work =>
        {
            if (Authority.RefuseGrantingByKey(work.Actor) is { } byKey)
                return byKey;
            var settings = await SettingsRow.LockAsync(work.Db, ct);
            if (expectedVersion is { } seen && seen != settings.Version)
                return Error.ChangedMeanwhile;
            var before = await SettingsRow.ReadAsync(work.Db, ct);
            if (Apply(change, settings) is { } wrong)
                return wrong;
            var isStricter = IsStricter(before, settings);
            if (isStricter && await DecideAsync(work, settings, existing, endInDays, ct) is { } undecided)
                return undecided;
            if (work.Db.Entry(settings).State != EntityState.Modified)
                return settings;
            work.Audit(AuditActions.SettingsChanged, Target, Fields(before), Fields(settings, isStricter ? existing : null));
            (settings.ChangedAt, settings.ChangedBy) = (work.Now, work.Actor.Label);
            settings.Version++;
            return settings;
        }, ct);
    }

    /// <summary>Carries out the decision about the keys that the new policy no longer allows.</summary>
    private static async Task<Error?> DecideAsync(
        Work work, AccountSettings settings, ExistingKeys? existing, int? endInDays, CancellationToken ct)
    {
        if (existing == ExistingKeys.Leave)
            return null;
        var keys = await Affected(work.Db, settings, work.Now).OrderBy(k => k.Id).ToListAsync(ct);
        if (keys.Count == 0)
            return null;
        switch (existing)
        {
            case ExistingKeys.End when endInDays is not { } days || days < 1 || days > settings.LongestLifeDays:
                return Error.Invalid("endInDays", string.Create(CultureInfo.InvariantCulture,
                    $"Choose an end between 1 and {settings.LongestLifeDays:N0} days from now."));
            case ExistingKeys.End:
                foreach (var key in keys)
                    ApiKeyService.EndAt(work, key, work.Now.AddDays(endInDays.Value));
                break;
            case ExistingKeys.Block:
                foreach (var key in keys)
                    ApiKeyService.Disable(work, key);
                break;
            default:
                return Error.Invalid("existing", string.Create(CultureInfo.InvariantCulture,
                    $"{keys.Count:N0} existing {(keys.Count == 1 ? "key is" : "keys are")} beyond the new policy. ")
                    + "Say what becomes of them: leave, end or block.");
        }

        foreach (var key in keys.Where(k => work.Db.Entry(k).State == EntityState.Modified))
            key.Version++;
        return null;
    }

    /// <summary>The keys that are not over and that these settings would not allow to be made now.</summary>
    private static IQueryable<ApiKey> Affected(CommerceKittyDbContext db, AccountSettings settings, DateTime now)
    {
        var latest = now.AddDays(settings.LongestLifeDays + 1);
        var endlessToo = settings.EndlessKeys == EndlessKeys.Refused;
        return db.ApiKeys.Where(k => k.RevokedAt == null && k.EndedAt == null
            && (k.ExpiresAt > latest || (endlessToo && k.ExpiresAt == null)));
    }

    /// <summary>True when keys that were allowed may be so no longer. A reason is asked for from now on only.</summary>
    private static bool IsStricter(AccountSettings before, AccountSettings after) =>
        after.LongestLifeDays < before.LongestLifeDays
        || (after.EndlessKeys == EndlessKeys.Refused && before.EndlessKeys != EndlessKeys.Refused);

    private static Error? Apply(SettingsChange change, AccountSettings settings)
    {
        var errors = new FieldErrors();
        settings.LongestLifeDays = Days(change.LongestLifeDays, settings.LongestLifeDays, "longestLifeDays", AccountSettings.MostLifeDays);
        settings.DefaultLifeDays = Days(change.DefaultLifeDays, settings.DefaultLifeDays, "defaultLifeDays", AccountSettings.MostLifeDays);
        settings.IdleDays = Days(change.IdleDays, settings.IdleDays, "idleDays", AccountSettings.MostAgeDays);
        settings.RotationDays = Days(change.RotationDays, settings.RotationDays, "rotationDays", AccountSettings.MostAgeDays);
        if (change.EndlessKeys is { } endless && !Enum.IsDefined(endless))
            errors.Add(Error.Invalid("endlessKeys", "This is not one of allowed, with-reason and refused."));
        settings.EndlessKeys = change.EndlessKeys ?? settings.EndlessKeys;
        settings.NoticesToEditors = change.NoticesToEditors ?? settings.NoticesToEditors;
        settings.NoticesByMail = change.NoticesByMail ?? settings.NoticesByMail;
        if (change.NoticeDays is { } notices)
            settings.NoticeDays = errors.Take(ReadNotices(notices)) ?? settings.NoticeDays;
        if (settings.DefaultLifeDays > settings.LongestLifeDays)
            errors.Add(Error.Invalid("defaultLifeDays", "The default life is longer than the longest life."));
        return errors.ToError();

        int Days(int? asked, int present, string field, int most)
        {
            if (asked is < 1 || asked > most)
            {
                errors.Add(Error.Invalid(
                    field, string.Create(CultureInfo.InvariantCulture, $"Enter a whole number of days from 1 to {most:N0}.")));
            }

            return asked ?? present;
        }
    }

    /// <summary>Reads days separated by commas: each once, the earliest notice first.</summary>
    private static Result<string> ReadNotices(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var days = parts.Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var day) ? day : -1)
            .Distinct().OrderDescending().ToList();
        return days.Count > AccountSettings.MostNotices || days.Exists(d => d is < 0 or > AccountSettings.MostNoticeDays)
            ? Error.Invalid(
                "noticeDays",
                $"Enter up to {AccountSettings.MostNotices} numbers from 0 to {AccountSettings.MostNoticeDays}, for example 14, 3, 0.")
            : string.Join(',', days);
    }

    private static object Fields(AccountSettings settings, ExistingKeys? existing = null) => new
    {
        settings.LongestLifeDays,
        settings.DefaultLifeDays,
        EndlessKeys = settings.EndlessKeys.ToString(),
        settings.IdleDays,
        settings.RotationDays,
        settings.NoticeDays,
        settings.NoticesToEditors,
        settings.NoticesByMail,
        ExistingKeys = existing?.ToString(),
    };
}
