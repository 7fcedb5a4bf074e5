using System.Linq.Expressions;
using System.Net;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Refusals;

/// <summary>Reads the ledger of refusals (R9, R15). The last seconds are missing from it: it is written behind.</summary>
public sealed class RefusalService(Operations operations)
{
    /// <summary>A page of refusals of all keys and of none, newest first.</summary>
    public Task<Result<Page<RefusalRow>>> ListAsync(RefusalQuery query, CancellationToken ct = default) =>
        operations.ReadAsync<Page<RefusalRow>>(Permissions.ApiKeys.ViewAll, async (db, _) => await ReadPageAsync(db, query, ct), ct);

    /// <summary>A page of one key's refusals, newest first.</summary>
    public Task<Result<Page<RefusalRow>>> ListOfKeyAsync(int apiKeyId, RefusalQuery query, CancellationToken ct = default) =>
        operations.ReadAsync<Page<RefusalRow>>(Permissions.ApiKeys.View, async (db, _) =>
            await RefuseMissingAsync(db, apiKeyId, ct) is { } missing
                ? missing
                : await ReadPageAsync(db, query with { ApiKeyId = apiKeyId }, ct), ct);

    /// <summary>Some refusals and where the list goes on, for the API.</summary>
    public Task<Result<Slice<RefusalRow>>> ListAsync(RefusalListRequest request, CancellationToken ct = default) =>
        operations.ReadAsync<Slice<RefusalRow>>(Permissions.ApiKeys.ViewAll, async (db, _) =>
        {
            var wrongKey = QueryValues.TryReadId(request.KeyId, "keyId", out var keyId);
            return await ReadSliceAsync(db, request.OfAnyKey, keyId, wrongKey, ct);
        }, ct);

    /// <summary>Some of one key's refusals and where the list goes on, for the API.</summary>
    public Task<Result<Slice<RefusalRow>>> ListOfKeyAsync(int apiKeyId, KeyRefusalListRequest request, CancellationToken ct = default) =>
        operations.ReadAsync<Slice<RefusalRow>>(Permissions.ApiKeys.View, async (db, _) =>
            await RefuseMissingAsync(db, apiKeyId, ct) is { } missing
                ? missing
                : await ReadSliceAsync(db, request, apiKeyId, null, ct), ct);

    /// <summary>The refusals of a page's list, some at a time and the newest first, for its file.</summary>
    public Task<Result<Slice<RefusalRow>>> ListAllAsync(RefusalQuery query, string? after, CancellationToken ct = default) =>
        operations.ReadAsync<Slice<RefusalRow>>(Permissions.ApiKeys.ViewAll, async (db, _) =>
            Sorts.TryRead(null, after, out var order) is { } error
                ? error
                : await order!.ReadAsync(Filter(db, query), SliceLimit.Maximum, Row(db), ct), ct);

    /// <summary>The refusals whose last request had one of these IDs, the newest first. Of earlier requests of the same kind only the count
    /// is kept; those of a key are among its calls.</summary>
    /// <param name="requestIds">At most <see cref="MostRequestIds"/>; what is beyond is not looked for.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<IReadOnlyList<RefusalRow>>> FindByRequestIdsAsync(
        IReadOnlyCollection<string> requestIds, CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyList<RefusalRow>>(Permissions.ApiKeys.ViewAll, async (db, _) =>
        {
            var kept = requestIds.Take(MostRequestIds).Select(Refusal.SanitizeRequestId).Distinct().ToList();
            return await db.Refusals.AsNoTracking()
                .Where(r => kept.Contains(r.LastRequestId))
                .OrderByDescending(r => r.LastAt).ThenByDescending(r => r.Id)
                .Take(MostRequestIds)
                .Select(Row(db))
                .ToListAsync(ct);
        }, ct);

    /// <summary>How many request IDs are looked for at once.</summary>
    public const int MostRequestIds = 100;

    /// <summary>What the API's lists can be sorted by.</summary>
    internal static readonly SliceSorts<Refusal> Sorts =
        new("refusals", "-lastAt", SliceSort<Refusal>.By("lastAt", r => r.LastAt, r => r.Id));

    private static async Task<Error?> RefuseMissingAsync(CommerceKittyDbContext db, int apiKeyId, CancellationToken ct) =>
        await db.ApiKeys.AnyAsync(k => k.Id == apiKeyId, ct) ? null : Error.NotFound("API key");

    private static Task<Page<RefusalRow>> ReadPageAsync(CommerceKittyDbContext db, RefusalQuery query, CancellationToken ct)
    {
        var refusals = Filter(db, query).OrderByDescending(r => r.LastAt).ThenByDescending(r => r.Id);
        return PageReader.ReadAsync(refusals, query.Window, some => some.Select(Row(db)), ct);
    }

    private static async Task<Result<Slice<RefusalRow>>> ReadSliceAsync(
        CommerceKittyDbContext db, KeyRefusalListRequest request, int? apiKeyId, Error? wrongKey, CancellationToken ct)
    {
        var errors = new FieldErrors();
        errors.Add(wrongKey);
        var limit = errors.Take(SliceLimit.Read(request.Limit));
        errors.Add(QueryValues.TryReadName<RefusalReason>(request.Reason, "reason", out var reason));
        errors.Add(QueryValues.TryReadTime(request.From, "from", out var from));
        errors.Add(QueryValues.TryReadTime(request.To, "to", out var to));
        var permission = errors.Take(ReadPermission(request.Permission));
        var address = errors.Take(ReadAddress(request.Address));
        var requestId = errors.Take(
            TextRules.OptionalLine(request.RequestId, "requestId", "The request ID", Refusal.RequestIdLength));
        errors.Add(Sorts.TryRead(request.Sort, request.After, out var order));
        if (errors.ToError() is { } error)
            return error;
        var query = new RefusalQuery
        {
            ApiKeyId = apiKeyId,
            Reason = reason,
            Permission = GivenOrNull(permission),
            Address = GivenOrNull(address),
            RequestId = GivenOrNull(requestId),
            From = from,
            Before = to,
        };
        return await order!.ReadAsync(Filter(db, query), limit, Row(db), ct);
    }

    private static Result<string> ReadPermission(string? text) =>
        string.IsNullOrEmpty(text) || PermissionCatalogue.Find(text) is not null
            ? text ?? string.Empty
            : Error.Invalid("permission", "The permission is not one of the catalogue, like orders.edit.");

    /// <summary>Addresses are stored in one spelling.</summary>
    private static Result<string> ReadAddress(string? text) =>
        string.IsNullOrEmpty(text) ? string.Empty
        : IPAddress.TryParse(text, out var address) ? AddressText.Of(address)
        : Error.Invalid("address", "The address is not an IP address like 203.0.113.7.");

    private static string? GivenOrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static IQueryable<Refusal> Filter(CommerceKittyDbContext db, RefusalQuery query)
    {
        var refusals = db.Refusals.AsNoTracking();
        if (query.ApiKeyId is { } apiKeyId)
            refusals = refusals.Where(r => r.ApiKeyId == apiKeyId);
        if (query.Reason is { } reason)
            refusals = refusals.Where(r => r.Reason == reason);
        if (query.Permission is { } permission)
            refusals = refusals.Where(r => r.Permission == permission);
        if (query.Address is { } address)
            refusals = refusals.Where(r => r.Address == address);
        if (query.RequestId is { } given)
        {
            var requestId = Refusal.SanitizeRequestId(given);
            refusals = refusals.Where(r => r.LastRequestId == requestId);
        }

        if (query.From is { } from)
            refusals = refusals.Where(r => r.LastAt >= from);
        if (query.Before is { } before)
            refusals = refusals.Where(r => r.FirstAt < before);
        if (SearchText.Clean(query.Search) is not { } search)
            return refusals;
        var pattern = SearchPattern.Containing(search);
        return refusals.Where(r =>
            r.LastRequestId == search
            || EF.Functions.Like(r.Address, pattern, SearchPattern.Escape)
            || db.ApiKeys.Any(k => k.Id == r.ApiKeyId && EF.Functions.Like(k.SearchText, pattern, SearchPattern.Escape)));
    }

    private static Expression<Func<Refusal, RefusalRow>> Row(CommerceKittyDbContext db) =>
        r => new RefusalRow
        {
            Id = r.Id,
            Hour = r.Hour,
            ApiKeyId = r.ApiKeyId,
            ApiKeyName = db.ApiKeys.Where(k => k.Id == r.ApiKeyId).Select(k => k.Name).FirstOrDefault(),
            ApiKeyHint = db.ApiKeys.Where(k => k.Id == r.ApiKeyId).Select(k => k.Hint).FirstOrDefault(),
            Reason = r.Reason,
            Permission = r.Permission,
            Address = r.Address,
            Count = r.Count,
            FirstAt = r.FirstAt,
            LastAt = r.LastAt,
            LastRequestId = r.LastRequestId,
            CauseId = r.CauseId,
            CauseAction = db.AuditEntries.Where(e => e.Id == r.CauseId).Select(e => e.Action).FirstOrDefault(),
            CauseAt = db.AuditEntries.Where(e => e.Id == r.CauseId).Select(e => (DateTime?)e.At).FirstOrDefault(),
            CauseActor = db.AuditEntries.Where(e => e.Id == r.CauseId).Select(e => e.Actor).FirstOrDefault(),
        };
}
