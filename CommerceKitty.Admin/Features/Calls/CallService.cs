using System.Linq.Expressions;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Calls;

/// <summary>Reads the recent calls of keys (R15). The last seconds are missing from them: they are written behind.</summary>
public sealed class CallService(Operations operations)
{
    /// <summary>A page of a key's calls, newest first.</summary>
    public Task<Result<Page<CallRow>>> ListAsync(int apiKeyId, CallQuery query, CancellationToken ct = default) =>
        operations.ReadAsync<Page<CallRow>>(Permissions.ApiKeys.View, async (db, _) =>
        {
            if (await RefuseMissingAsync(db, apiKeyId, ct) is { } missing)
                return missing;
            var calls = Filter(db, apiKeyId, query).OrderByDescending(c => c.At).ThenByDescending(c => c.Id);
            return await PageReader.ReadAsync(calls, query.Window, some => some.Select(Row), ct);
        }, ct);

    /// <summary>Some of a key's calls and where the list goes on, for the API.</summary>
    public Task<Result<Slice<CallRow>>> ListAsync(int apiKeyId, CallListRequest request, CancellationToken ct = default) =>
        operations.ReadAsync<Slice<CallRow>>(Permissions.ApiKeys.View, async (db, _) =>
        {
            if (await RefuseMissingAsync(db, apiKeyId, ct) is { } missing)
                return missing;
            var errors = new FieldErrors();
            var limit = errors.Take(SliceLimit.Read(request.Limit));
            if (!string.IsNullOrEmpty(request.Status) && CallStatus.Read(request.Status) is null)
                errors.Add(Error.Invalid("status", "The status is not one like 403, or 4xx for all of them."));
            if (!string.IsNullOrEmpty(request.Method) && !CallMethods.All.Contains(request.Method))
                errors.Add(Error.Invalid("method", $"The method is not one of {string.Join(", ", CallMethods.All)}."));
            errors.Add(QueryValues.TryReadTime(request.From, "from", out var from));
            errors.Add(QueryValues.TryReadTime(request.To, "to", out var to));
            var route = errors.Take(TextRules.OptionalLine(request.Route, "route", "The route", ApiKeyCall.RouteLength));
            var requestId = errors.Take(
                TextRules.OptionalLine(request.RequestId, "requestId", "The request ID", Refusal.RequestIdLength));
            errors.Add(Sorts.TryRead(request.Sort, request.After, out var order));
            if (errors.ToError() is { } error)
                return error;
            var query = new CallQuery
            {
                Status = CallStatus.Read(request.Status),
                Method = string.IsNullOrEmpty(request.Method) ? null : request.Method,
                Route = string.IsNullOrEmpty(route) ? null : route,
                RequestId = string.IsNullOrEmpty(requestId) ? null : requestId,
                From = from,
                Before = to,
            };
            return await order!.ReadAsync(Filter(db, apiKeyId, query), limit, Row, ct);
        }, ct);

    /// <summary>The routes of a key's recent calls: what they can be filtered by.</summary>
    public Task<Result<IReadOnlyList<string>>> ListRoutesAsync(int apiKeyId, CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyList<string>>(Permissions.ApiKeys.View, async (db, _) =>
            await db.ApiKeyCalls.Where(c => c.ApiKeyId == apiKeyId && c.Route != string.Empty)
                .Select(c => c.Route)
                .Distinct()
                .OrderBy(r => r)
                .ToListAsync(ct), ct);

    /// <summary>The kept calls with these request IDs, of whichever keys, the newest first.</summary>
    /// <param name="requestIds">At most <see cref="MostRequestIds"/>; what is beyond is not looked for.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<IReadOnlyList<FoundCall>>> FindByRequestIdsAsync(
        IReadOnlyCollection<string> requestIds, CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyList<FoundCall>>(Permissions.ApiKeys.View, async (db, _) =>
        {
            var kept = requestIds.Take(MostRequestIds).Select(Refusal.SanitizeRequestId).Distinct().ToList();
            var calls = await db.ApiKeyCalls.AsNoTracking()
                .Where(c => kept.Contains(c.RequestId))
                .OrderByDescending(c => c.At).ThenByDescending(c => c.Id)
                .Take(MostRequestIds)
                .Select(Row)
                .ToListAsync(ct);
            var keyIds = calls.Select(c => c.ApiKeyId).Distinct().ToList();
            var names = await db.ApiKeys.Where(k => keyIds.Contains(k.Id)).ToDictionaryAsync(k => k.Id, k => k.Name, ct);
            return calls.ConvertAll(c => new FoundCall(c, names.GetValueOrDefault(c.ApiKeyId, string.Empty)));
        }, ct);

    /// <summary>How many request IDs are looked for at once.</summary>
    public const int MostRequestIds = 100;

    /// <summary>What the API's list can be sorted by.</summary>
    internal static readonly SliceSorts<ApiKeyCall> Sorts = new("calls", "-at", SliceSort<ApiKeyCall>.By("at", c => c.At, c => c.Id));

    private static readonly Expression<Func<ApiKeyCall, CallRow>> Row = c => new CallRow
    {
        Id = c.Id,
        ApiKeyId = c.ApiKeyId,
        At = c.At,
        Method = c.Method,
        Route = c.Route,
        Status = c.Status,
        Microseconds = c.Microseconds,
        Address = c.Address,
        UserAgent = c.UserAgent,
        RequestId = c.RequestId,
        Reason = c.Reason,
        LeftOut = c.LeftOut,
    };

    private static async Task<Error?> RefuseMissingAsync(CommerceKittyDbContext db, int apiKeyId, CancellationToken ct) =>
        await db.ApiKeys.AnyAsync(k => k.Id == apiKeyId, ct) ? null : Error.NotFound("API key");

    private static IQueryable<ApiKeyCall> Filter(CommerceKittyDbContext db, int apiKeyId, CallQuery query)
    {
        var calls = db.ApiKeyCalls.AsNoTracking().Where(c => c.ApiKeyId == apiKeyId);
        if (query.Status is { } status)
            calls = calls.Where(c => c.Status >= status.First && c.Status <= status.Last);
        if (query.Method is { } method)
            calls = calls.Where(c => c.Method == method);
        if (query.Route is { } route)
            calls = calls.Where(c => c.Route == route);
        if (query.RequestId is { } given)
        {
            var requestId = Refusal.SanitizeRequestId(given);
            calls = calls.Where(c => c.RequestId == requestId);
        }

        if (query.From is { } from)
            calls = calls.Where(c => c.At >= from);
        if (query.Before is { } before)
            calls = calls.Where(c => c.At < before);
        return calls;
    }
}
