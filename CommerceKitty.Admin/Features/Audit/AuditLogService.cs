using System.Linq.Expressions;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Audit;

/// <summary>Reads the audit log. Writing it is the business of each change (<see cref="Work.Audit"/>); nothing else can be done to it
/// (R8).</summary>
public sealed class AuditLogService(Operations operations)
{
    /// <summary>A page of entries, newest first.</summary>
    public Task<Result<Page<AuditRow>>> ListAsync(AuditQuery query, CancellationToken ct = default) =>
        operations.ReadAsync<Page<AuditRow>>(Permissions.AuditLog.ViewAll, async (db, _) =>
        {
            var entries = Filter(db.AuditEntries.AsNoTracking(), query).OrderByDescending(e => e.At).ThenByDescending(e => e.Id);
            return await PageReader.ReadAsync(entries, query.Window, some => Rows(db, some), ct);
        }, ct);

    /// <summary>Some entries and where the list goes on, for the API.</summary>
    public Task<Result<Slice<AuditRow>>> ListAsync(AuditListRequest request, CancellationToken ct = default) =>
        operations.ReadAsync<Slice<AuditRow>>(Permissions.AuditLog.ViewAll, async (db, actor) =>
        {
            var errors = new FieldErrors();
            var limit = errors.Take(SliceLimit.Read(request.Limit));
            errors.Add(SearchText.Pattern(request.Q, "q").Error);
            errors.Add(QueryValues.TryReadTime(request.From, "from", out var from));
            errors.Add(QueryValues.TryReadTime(request.To, "to", out var to));
            errors.Add(QueryValues.TryReadId(request.ActorId, "actorId", out var actorId));
            errors.Add(QueryValues.TryReadId(request.KeyId, "keyId", out var keyId));
            errors.Add(QueryValues.TryReadName<ActorKind>(request.ActorKind, "actorKind", out var actorKind));
            var address = AddressText.Read(request.Address);
            if (address is null && !string.IsNullOrEmpty(request.Address))
                errors.Add(Error.Invalid("address", "The address is not an IP address like 203.0.113.7 or 2001:db8::7."));
            var action = errors.Take(TextRules.OptionalLine(request.Action, "action", "The action"));
            var type = errors.Take(TextRules.OptionalLine(request.TargetType, "targetType", "The target's type"));
            errors.Add(QueryValues.TryReadId(request.TargetId, "targetId", out var targetId));
            if (targetId is not null && string.IsNullOrEmpty(request.TargetType))
                errors.Add(Error.Invalid("targetId", "The targetId needs the targetType: ids are of one kind of thing."));
            errors.Add(Sorts.TryRead(request.Sort, request.After, out var order));
            if (errors.ToError() is { } error)
                return error;

            var entries = Filter(db.AuditEntries.AsNoTracking(), new AuditQuery
            {
                Search = request.Q,
                TargetType = string.IsNullOrEmpty(type) ? null : type,
                TargetId = targetId,
                Action = string.IsNullOrEmpty(action) ? null : action,
                From = from,
                Before = to,
                KeyId = keyId,
                ActorKind = actorKind,
                Address = address,
            });
            if (actorId is not null)
                entries = entries.Where(e => e.ActorUserId == actorId);
            return await order!.ReadAsync(entries, limit, Row(db), ct);
        }, ct);

    /// <summary>The entries of a page's list, some at a time and the newest first, for its files.</summary>
    public Task<Result<Slice<AuditRow>>> ListAllAsync(AuditQuery query, string? after, CancellationToken ct = default) =>
        operations.ReadAsync<Slice<AuditRow>>(Permissions.AuditLog.ViewAll, async (db, _) =>
            Sorts.TryRead(null, after, out var order) is { } error
                ? error
                : await order!.ReadAsync(Filter(db.AuditEntries.AsNoTracking(), query), SliceLimit.Maximum, Row(db), ct), ct);

    /// <summary>One entry.</summary>
    public Task<Result<AuditRow>> GetAsync(long id, CancellationToken ct = default) =>
        operations.ReadAsync<AuditRow>(Permissions.AuditLog.View, async (db, _) =>
        {
            return await Rows(db, db.AuditEntries.AsNoTracking().Where(e => e.Id == id)).SingleOrDefaultAsync(ct) is { } row
                ? row
                : Error.NotFound("entry of the audit log");
        }, ct);

    /// <summary>Whether the chain of the entries holds, or where it breaks. Reads all entries: minutes with millions of them.</summary>
    /// <param name="progress">Told now and then how many entries were read.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<AuditVerification>> VerifyAsync(IProgress<long>? progress = null, CancellationToken ct = default) =>
        operations.ReadAsync<AuditVerification>(
            Permissions.AuditLog.ViewAll, async (db, _) => await AuditVerification.RunAsync(db, progress, ct), ct);

    /// <summary>What the API's list can be sorted by.</summary>
    internal static readonly SliceSorts<AuditEntry> Sorts = new("audit-log", "-at", SliceSort<AuditEntry>.By("at", e => e.At, e => e.Id));

    private static IQueryable<AuditEntry> Filter(IQueryable<AuditEntry> entries, AuditQuery query)
    {
        if (query.TargetType is { } type)
            entries = entries.Where(e => e.TargetType == type);
        if (query.KeyId is { } keyId)
            entries = entries.Where(e => e.ActorApiKeyId == keyId);
        if (query.ActorKind is { } kind)
            entries = entries.Where(e => e.ActorKind == kind);
        if (query.Address is { } address)
            entries = entries.Where(e => e.Address == address);
        if (query.Action is { } action)
            entries = entries.Where(e => e.Action == action);
        if (query.From is { } from)
            entries = entries.Where(e => e.At >= from);
        if (query.Before is { } before)
            entries = entries.Where(e => e.At < before);
        if (query.TargetId is { } id)
            entries = entries.Where(e => e.TargetId == id);
        if (query.UserId is { } userId)
        {
            entries = query.Side switch
            {
                AuditSide.Did => entries.Where(e => e.ActorUserId == userId),
                AuditSide.DoneTo => entries.Where(e =>
                    e.TargetType == "users" && e.TargetId == userId && (e.ActorUserId == null || e.ActorUserId != userId)),
                _ => entries.Where(e => e.ActorUserId == userId || (e.TargetType == "users" && e.TargetId == userId)),
            };
        }

        if (SearchText.Clean(query.Search) is not { } search)
            return entries;
        var pattern = SearchPattern.Containing(search);
        // A hint is among the fields of the entry that made the key; nowhere else are they searched, they hold markup.
        var isHint = search.StartsWith(ApiKeyToken.Prefix, StringComparison.Ordinal);
        return entries.Where(e =>
            EF.Functions.Like(e.SearchText, pattern, SearchPattern.Escape)
            || (isHint && e.After != null && EF.Functions.Like(e.After.ToLower(), pattern, SearchPattern.Escape)));
    }

    /// <summary>The entries as pages show them.</summary>
    internal static IQueryable<AuditRow> Rows(CommerceKittyDbContext db, IQueryable<AuditEntry> entries) => entries.Select(Row(db));

    private static Expression<Func<AuditEntry, AuditRow>> Row(CommerceKittyDbContext db) =>
        e => new AuditRow
        {
            Id = e.Id,
            At = e.At,
            ActorKind = e.ActorKind,
            ActorUserId = e.ActorUserId,
            Actor = e.Actor,
            ActorApiKeyId = e.ActorApiKeyId,
            ActorApiKeyName = e.ActorApiKey ?? db.ApiKeys.Where(k => k.Id == e.ActorApiKeyId).Select(k => k.Name).FirstOrDefault(),
            Address = e.Address,
            Action = e.Action,
            TargetType = e.TargetType,
            TargetId = e.TargetId,
            Target = e.Target,
            TargetPath = e.TargetType == "user-groups"
                ? db.Roles.Where(g => g.Id == e.TargetId).Select(g => g.Code).FirstOrDefault()
                : e.Action == AuditActions.StockSet || e.Action == AuditActions.StockAdjusted
                    ? db.StockItems.Where(i => i.Id == e.TargetId).Select(i => i.Source!.Code + "/" + i.Product!.Code).FirstOrDefault()
                    : null,
            Before = e.Before,
            After = e.After,
        };
}
