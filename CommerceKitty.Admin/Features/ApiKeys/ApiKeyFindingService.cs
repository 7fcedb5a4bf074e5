using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Counts the findings of keys, and accepts them for a time. A finding resolves by itself when it is no longer true, and an
/// accepted one comes back when its time is over.</summary>
public sealed class ApiKeyFindingService(Operations operations, FindingCounts counts, TimeProvider time)
{
    private static readonly Error FindingGone = new(
        ErrorKind.Conflict, "finding-gone", "The key does not have this finding any more. There is nothing to accept.");

    /// <summary>How many keys have each finding, as it was up to a minute ago.</summary>
    public Task<Result<IReadOnlyList<FindingCount>>> CountAsync(CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyList<FindingCount>>(Permissions.ApiKeys.ViewAll, async (db, _) =>
            (await counts.GetAsync(() => CountAsync(db, ct), ct)).ToList(), ct);

    /// <summary>The findings of a key, the most urgent first.</summary>
    public Task<Result<IReadOnlyList<KeyFinding>>> ListOfKeyAsync(int id, CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyList<KeyFinding>>(Permissions.ApiKeys.View, async (db, _) =>
        {
            var now = time.GetUtcNow().UtcDateTime;
            var key = db.ApiKeys.AsNoTracking().Where(k => k.Id == id);
            var accepted = await db.ApiKeyFindingAcceptances.AsNoTracking()
                .Where(a => a.ApiKeyId == id && a.Until > now).ToDictionaryAsync(a => a.Finding, ct);
            var settings = await SettingsRow.ReadAsync(db, ct);
            var found = new List<KeyFinding>();
            foreach (var (_, finding, _) in ApiKeyFindings.All)
            {
                if (await ApiKeyFindings.With(finding, db, key, now, settings).AnyAsync(ct))
                    found.Add(new KeyFinding(finding, accepted.GetValueOrDefault(finding)));
            }

            return found;
        }, ct);

    /// <summary>Leaves a finding as it is until a date. It gives no power: the key stays as it is.</summary>
    public async Task<Result<Done>> AcceptAsync(
        int id, ApiKeyFinding finding, AcceptFindingRequest request, CancellationToken ct = default)
    {
        return CountAgain(await operations.ChangeAsync<string, Done>(
            Permissions.ApiKeys.Edit, _ => Validate(finding, request), AcceptWithinAsync, ct));

        async Task<Result<Done>> AcceptWithinAsync(Work work, string reason)
        {
            var found = await FindKeyAsync(work, id, ct);
            if (!found.IsDone)
                return found.Error;
            var key = found.Value;
            if (key.RefuseRevoked() is { } revoked)
                return revoked;
            var settings = await SettingsRow.ReadAsync(work.Db, ct);
            if (!await ApiKeyFindings.With(finding, work.Db, work.Db.ApiKeys.Where(k => k.Id == id), work.Now, settings).AnyAsync(ct))
                return FindingGone;
            var known = await FindAsync(work, id, finding, ct);
            var before = known is null || known.Until <= work.Now ? null : Fields(known);
            var acceptance = known ?? new ApiKeyFindingAcceptance
            {
                ApiKeyId = id,
                Finding = finding,
                Until = default,
                Reason = reason,
                AcceptedAt = default,
                AcceptedBy = string.Empty,
            };
            (acceptance.Until, acceptance.Reason) = (work.Now.AddDays(request.Days), reason);
            (acceptance.AcceptedAt, acceptance.AcceptedBy) = (work.Now, work.Actor.Label);
            if (known is null)
                work.Db.ApiKeyFindingAcceptances.Add(acceptance);
            work.Audit(AuditActions.ApiKeyFindingAccepted, ApiKeyService.Target(key), before, Fields(acceptance));
            return Done.Value;
        }
    }

    /// <summary>Makes an accepted finding an open one again. One that is open already changes nothing.</summary>
    public async Task<Result<Done>> ReopenAsync(int id, ApiKeyFinding finding, CancellationToken ct = default) =>
        CountAgain(await operations.ChangeAsync<Done>(Permissions.ApiKeys.Edit, async work =>
        {
            var key = await FindKeyAsync(work, id, ct);
            if (!key.IsDone)
                return key.Error;
            if (await FindAsync(work, id, finding, ct) is not { } acceptance || acceptance.Until <= work.Now)
                return Done.Value;
            work.Db.ApiKeyFindingAcceptances.Remove(acceptance);
            work.Audit(AuditActions.ApiKeyFindingReopened, ApiKeyService.Target(key.Value), Fields(acceptance));
            return Done.Value;
        }, ct));

    /// <summary>The key, if the actor may judge its findings: as a key's name does, they decide whether people look at it.</summary>
    private static async Task<Result<ApiKey>> FindKeyAsync(Work work, int id, CancellationToken ct)
    {
        if (await work.Db.ApiKeys.SingleOrDefaultAsync(k => k.Id == id, ct) is not { } key)
            return Error.NotFound("API key");
        return Authority.RefuseUnlessOwner(work.Actor) is { } onlyOwner
            && await work.Db.Users.AnyAsync(u => u.Id == key.UserId && u.IsOwner, ct)
            ? onlyOwner
            : key;
    }

    private static Result<string> Validate(ApiKeyFinding finding, AcceptFindingRequest request)
    {
        var errors = new FieldErrors();
        var reason = errors.Take(TextRules.Line(request.Reason, "reason", "Reason", ApiKeyFindingAcceptance.ReasonLength));
        if (request.Days is < 1 or > AcceptFindingRequest.MostDays)
            errors.Add(Error.Invalid("days", $"Choose 1 to {AcceptFindingRequest.MostDays} days."));
        if (!Enum.IsDefined(finding))
            errors.Add(Error.Invalid("finding", "This is not a finding."));
        return errors.ToError() is { } error ? error : reason!;
    }

    private static object Fields(ApiKeyFindingAcceptance acceptance) =>
        new { Finding = ApiKeyFindings.NameOf(acceptance.Finding), acceptance.Until, acceptance.Reason };

    private static Task<ApiKeyFindingAcceptance?> FindAsync(Work work, int id, ApiKeyFinding finding, CancellationToken ct) =>
        work.Db.ApiKeyFindingAcceptances.SingleOrDefaultAsync(a => a.ApiKeyId == id && a.Finding == finding, ct);

    /// <summary>After the commit: a count taken during the transaction would stay for a minute.</summary>
    private Result<Done> CountAgain(Result<Done> changed)
    {
        counts.Forget();
        return changed;
    }

    private async Task<IReadOnlyList<FindingCount>> CountAsync(CommerceKittyDbContext db, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var settings = await SettingsRow.ReadAsync(db, ct);
        var all = new List<FindingCount>();
        foreach (var (_, finding, _) in ApiKeyFindings.All)
        {
            var keys = ApiKeyFindings.Open(finding, db, db.ApiKeys.AsNoTracking(), now, settings).OrderBy(k => k.Id).Select(k => k.Id);
            all.Add(new FindingCount(finding, await keys.Take(FindingCount.Most + 1).CountAsync(ct)));
        }

        return all;
    }
}
