using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Calls;
using CommerceKitty.Admin.Features.Refusals;

namespace CommerceKitty.Admin.Features.Requests;

/// <summary>Finds requests by their request IDs, among the recent calls of keys and among the refusals. It only asks the other services,
/// each of which demands its own permission (R1).</summary>
public sealed class RequestFinder(CallService calls, RefusalService refusals)
{
    /// <summary>How many request IDs are looked for at once.</summary>
    public const int MostRequestIds = CallService.MostRequestIds;

    /// <summary>The shortest text that is taken for a request ID.</summary>
    private const int Shortest = 6;

    /// <summary>True for what may be a request ID: one word of letters, digits and <c>._:-</c>, with a digit.</summary>
    public static bool IsRequestId(string text) =>
        text.Length is >= Shortest and <= Entities.Refusal.RequestIdLength
        && text.Any(char.IsAsciiDigit)
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '-');

    /// <summary>What is known of these requests, the newest first. What the actor may not see is missing.</summary>
    /// <param name="requestIds">At most <see cref="MostRequestIds"/>; what is beyond is not looked for.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Result<IReadOnlyList<FoundRequest>>> FindAsync(
        IReadOnlyCollection<string> requestIds, CancellationToken ct = default)
    {
        if (requestIds.Count == 0)
            return Array.Empty<FoundRequest>();
        var kept = await calls.FindByRequestIdsAsync(requestIds, ct);
        if (!kept.IsDone)
            return kept.Error;
        var refused = await refusals.FindByRequestIdsAsync(requestIds, ct);
        IReadOnlyList<RefusalRow> causes = refused.IsDone ? refused.Value : [];
        var found = kept.Value.Select(c => Of(c, causes)).ToList();
        // Callers choose their IDs: two keys may have used the same.
        var known = found.Select(f => (f.RequestId, f.ApiKeyId)).ToHashSet();
        found.AddRange(causes.Where(r => !known.Contains((r.LastRequestId, r.ApiKeyId))).Select(Of));
        return found.OrderByDescending(f => f.At).ToList();
    }

    private static FoundRequest Of(FoundCall found, IReadOnlyList<RefusalRow> causes)
    {
        var call = found.Call;
        var cause = causes.FirstOrDefault(r => r.LastRequestId == call.RequestId && r.ApiKeyId == call.ApiKeyId);
        return new(
            call.RequestId, call.At, call.ApiKeyId, found.ApiKeyName,
            call.Route.Length == 0 ? $"{call.Method} of an unknown address" : $"{call.Method} {call.Route}",
            call.Status, call.Reason, cause,
            $"{ApiKeyPresentation.AddressOf(call.ApiKeyId, "calls")}?request={Uri.EscapeDataString(call.RequestId)}");
    }

    private static FoundRequest Of(RefusalRow refusal) => new(
        refusal.LastRequestId, refusal.LastAt, refusal.ApiKeyName is null ? null : refusal.ApiKeyId, refusal.ApiKeyName, string.Empty,
        null, refusal.Reason, refusal, $"/configuration/refusals?q={Uri.EscapeDataString(refusal.LastRequestId)}");
}
