using System.Text.Json;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Refusals;

/// <summary>Finds the audit entry that disabled, revoked, ended or narrowed a key. It names none rather than one that may be the
/// wrong one.</summary>
internal sealed class RefusalCauses
{
    private readonly Dictionary<(int ApiKeyId, RefusalReason Reason, string Permission), long?> _found = [];

    /// <summary>The entry's ID, as things are now; null when there is none.</summary>
    public async Task<long?> FindAsync(CommerceKittyDbContext db, Refusal refusal, CancellationToken ct)
    {
        var of = (refusal.ApiKeyId, refusal.Reason, refusal.Permission);
        if (!_found.TryGetValue(of, out var cause))
            _found[of] = cause = await SearchAsync(db, refusal, ct);
        return cause;
    }

    private static Task<long?> SearchAsync(CommerceKittyDbContext db, Refusal refusal, CancellationToken ct) => refusal.Reason switch
    {
        RefusalReason.Disabled => LatestAsync(db, "api-keys", refusal.ApiKeyId, ct, AuditActions.ApiKeyDisabled,
            AuditActions.ApiKeyPaused),
        RefusalReason.Revoked => LatestAsync(db, "api-keys", refusal.ApiKeyId, ct, AuditActions.ApiKeyRevoked),
        RefusalReason.Replaced => LatestAsync(db, "api-keys", refusal.ApiKeyId, ct, AuditActions.ApiKeyRotated,
            AuditActions.ApiKeyPreviousEnded),
        RefusalReason.Network => LatestAsync(db, "api-keys", refusal.ApiKeyId, ct, AuditActions.ApiKeyNetworksSet,
            AuditActions.ApiKeyCreated),
        RefusalReason.Limited => OwnLimitAsync(db, refusal.ApiKeyId, ct),
        // A key that ends as it was made to end has no later entry.
        RefusalReason.Expired => LatestAsync(
            db, "api-keys", refusal.ApiKeyId, ct, AuditActions.ApiKeyEndSet, AuditActions.ApiKeyCreated),
        RefusalReason.UserDisabled => OfUserAsync(db, refusal.ApiKeyId, ct),
        RefusalReason.Forbidden => NarrowingAsync(db, refusal, ct),
        _ => Task.FromResult<long?>(null),
    };

    private static Task<long?> LatestAsync(
        CommerceKittyDbContext db, string type, int id, CancellationToken ct, params string[] actions) => db.AuditEntries.AsNoTracking()
        .Where(e => e.TargetType == type && e.TargetId == id && actions.Contains(e.Action))
        .OrderByDescending(e => e.Id)
        .Select(e => (long?)e.Id)
        .FirstOrDefaultAsync(ct);

    /// <summary>A key without a limit of its own has the installation's, which no entry set.</summary>
    private static async Task<long?> OwnLimitAsync(CommerceKittyDbContext db, int apiKeyId, CancellationToken ct) =>
        await db.ApiKeys.AnyAsync(k => k.Id == apiKeyId && k.RequestsPerMinute != null, ct)
            ? await LatestAsync(db, "api-keys", apiKeyId, ct, AuditActions.ApiKeyLimited)
            : null;

    private static async Task<long?> OfUserAsync(CommerceKittyDbContext db, int apiKeyId, CancellationToken ct) =>
        await UserOfAsync(db, apiKeyId, ct) is { } user ? await LatestAsync(db, "users", user, ct, AuditActions.UserDisabled) : null;

    private static Task<int?> UserOfAsync(CommerceKittyDbContext db, int apiKeyId, CancellationToken ct) =>
        db.ApiKeys.Where(k => k.Id == apiKeyId).Select(k => (int?)k.UserId).FirstOrDefaultAsync(ct);

    /// <summary>What took the permission away last: the change of the group, or the move of the user into a group that never had
    /// it.</summary>
    private static async Task<long?> NarrowingAsync(CommerceKittyDbContext db, Refusal refusal, CancellationToken ct)
    {
        if (await UserOfAsync(db, refusal.ApiKeyId, ct) is not { } user)
            return null;
        var group = await db.UserRoles.Where(m => m.UserId == user).Select(m => (int?)m.RoleId).FirstOrDefaultAsync(ct);
        var pattern = SearchPattern.Containing($"\"{refusal.Permission}\"");
        var narrowed = await db.AuditEntries.AsNoTracking()
            .Where(e => e.TargetType == "user-groups" && e.TargetId == group && e.Action == AuditActions.UserGroupPermissionsChanged
                && EF.Functions.Like(e.Before!, pattern, SearchPattern.Escape)
                && !EF.Functions.Like(e.After!, pattern, SearchPattern.Escape))
            .OrderByDescending(e => e.Id)
            .Select(e => (long?)e.Id)
            .FirstOrDefaultAsync(ct);
        // A user is moved by an entry of its own, or by one that edits more.
        var moves = await db.AuditEntries.AsNoTracking()
            .Where(e => e.TargetType == "users" && e.TargetId == user && e.Id > (narrowed ?? 0)
                && (e.Action == AuditActions.UserMoved || e.Action == AuditActions.UserEdited))
            .OrderByDescending(e => e.Id)
            .Take(20)
            .ToListAsync(ct);
        if (moves.Find(IsMove) is not { } move)
            return narrowed;
        // It took the permission only if the key had it before: then it was used, or at least that is the proof there is.
        var had = await db.ApiKeyUsages.AnyAsync(
            u => u.ApiKeyId == refusal.ApiKeyId && u.Permission == refusal.Permission && u.Result == KeyUseResult.Accepted
                && u.Hour <= move.At, ct);
        return had ? move.Id : narrowed;
    }

    private static bool IsMove(AuditEntry entry)
    {
        if (entry.Action == AuditActions.UserMoved)
            return true;
        return entry is { Before: { } before, After: { } after } && GroupIn(before) is { } was && GroupIn(after) is { } now && was != now;
    }

    private static string? GroupIn(string fields)
    {
        using var json = JsonDocument.Parse(fields);
        return json.RootElement.TryGetProperty("group", out var group) ? group.ToString() : null;
    }
}
