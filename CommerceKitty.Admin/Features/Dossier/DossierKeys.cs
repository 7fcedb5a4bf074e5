using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Dossier;

/// <summary>What a dossier tells of keys and what they did. The caller has checked the permission.</summary>
internal static class DossierKeys
{
    private const int UsageDays = 90;

    /// <summary>The keys that act as the user, and those whose value the user saw.</summary>
    public static async Task<DossierTable> ReadAsync(
        CommerceKittyDbContext db, int userId, DateTime now, int most, CancellationToken ct)
    {
        var soon = now.AddDays(AccountSettings.ExpiringDays);
        var keys = await db.ApiKeys.AsNoTracking()
            .Where(k => k.UserId == userId || k.CreatedById == userId || k.RotatedById == userId || k.PreviousSeenById == userId)
            .OrderByDescending(k => k.CreatedAt).ThenByDescending(k => k.Id)
            .Take(most + 1)
            .Select(k => new
            {
                k.Id,
                k.Name,
                k.Hint,
                ActsAs = (k.User!.FirstName + " " + k.User.LastName).Trim(),
                IsOwn = k.UserId == userId,
                // Of any value: a dossier tells the past, too.
                WasSeen = k.CreatedById == userId || k.RotatedById == userId || k.PreviousSeenById == userId,
                Status = k.RevokedAt != null ? ApiKeyStatus.Revoked
                    : k.EndedAt != null || k.ExpiresAt <= now ? ApiKeyStatus.Expired
                    : !k.Enabled && (k.PausedUntil == null || k.PausedUntil > now) ? ApiKeyStatus.Disabled
                    : !k.User.Enabled ? ApiKeyStatus.UserDisabled
                    : k.ExpiresAt <= soon ? ApiKeyStatus.Expiring : ApiKeyStatus.Active,
                k.CreatedAt,
                k.CreatedBy,
                k.ExpiresAt,
                LastUsedAt = k.LastUse == null ? (DateTime?)null : k.LastUse.At,
                LastUsedFrom = k.LastUse == null ? null : k.LastUse.Address,
                k.RevokedAt,
                k.RevokedBy,
                k.RequestsPerMinute,
            })
            .ToListAsync(ct);
        return new DossierTable(
            DossierPart.Keys,
            [
                new("id", "ID"), new("name", "Name"), new("hint", "Key"), new("actsAs", "Acts as"), new("ownKey", "Acts as this user"),
                new("valueSeen", "Value seen by this user"), new("status", "Status"), new("createdAt", "Created"),
                new("createdBy", "Created by"), new("expiresAt", "Expires"), new("lastUsedAt", "Last used"),
                new("lastUsedFrom", "Last used from"), new("revokedAt", "Revoked"), new("revokedBy", "Revoked by"),
                new("requestsPerMinute", "Requests per minute"),
            ],
            [
                .. keys.Take(most).Select(k => (object?[])
                [
                    k.Id, k.Name, k.Hint, k.ActsAs, k.IsOwn, k.WasSeen, DossierText.Name(k.Status), k.CreatedAt, k.CreatedBy, k.ExpiresAt,
                    k.LastUsedAt, k.LastUsedFrom, k.RevokedAt, k.RevokedBy, k.RequestsPerMinute,
                ]),
            ],
            keys.Count > most);
    }

    /// <summary>How often the user's keys were used, by day. Hours are added up as they are read, so that few are in memory.</summary>
    public static async Task<DossierTable> ReadUsageAsync(
        CommerceKittyDbContext db, int userId, DateTime now, int most, CancellationToken ct)
    {
        var since = now.Date.AddDays(-UsageDays);
        var hours = db.ApiKeyUsages
            .Where(u => db.ApiKeys.Any(k => k.Id == u.ApiKeyId && k.UserId == userId) && u.Hour >= since)
            .GroupBy(u => new { u.ApiKeyId, u.Hour, u.Permission, u.Result })
            .Select(g => new { g.Key.ApiKeyId, g.Key.Hour, g.Key.Permission, g.Key.Result, Count = g.Sum(u => u.Count) });
        var days = new Dictionary<(DateOnly Day, int Key, string Permission, KeyUseResult Result), long>();
        await foreach (var hour in hours.AsAsyncEnumerable().WithCancellation(ct))
        {
            var day = (DateOnly.FromDateTime(hour.Hour), hour.ApiKeyId, hour.Permission, hour.Result);
            days[day] = days.GetValueOrDefault(day) + hour.Count;
        }

        var names = await db.ApiKeys.Where(k => k.UserId == userId).Select(k => new { k.Id, k.Name }).ToDictionaryAsync(
            k => k.Id, k => k.Name, ct);
        return new DossierTable(
            DossierPart.Usage,
            [
                new("day", "Day"), new("apiKeyId", "Key ID"), new("apiKey", "Key"), new("permission", "Permission"),
                new("result", "Result"), new("requests", "Requests"),
            ],
            [
                .. days.OrderByDescending(d => d.Key.Day).ThenBy(d => d.Key.Key)
                    .ThenBy(d => d.Key.Permission, StringComparer.Ordinal).ThenBy(d => d.Key.Result)
                    .Take(most)
                    .Select(d => (object?[])
                    [
                        d.Key.Day, d.Key.Key, names.GetValueOrDefault(d.Key.Key), d.Key.Permission, DossierText.Name(d.Key.Result), d.Value,
                    ]),
            ],
            days.Count > most);
    }

    /// <summary>The newest requests of the user's keys.</summary>
    public static async Task<DossierTable> ReadCallsAsync(CommerceKittyDbContext db, int userId, int most, CancellationToken ct)
    {
        var calls = await db.ApiKeyCalls.AsNoTracking()
            .Join(db.ApiKeys.Where(k => k.UserId == userId), c => c.ApiKeyId, k => k.Id, (c, k) => new { Call = c, k.Name })
            .OrderByDescending(c => c.Call.At).ThenByDescending(c => c.Call.Id)
            .Take(most + 1)
            .ToListAsync(ct);
        return new DossierTable(
            DossierPart.Calls,
            [
                new("at", "Time"), new("apiKeyId", "Key ID"), new("apiKey", "Key"), new("method", "Method"), new("route", "Route"),
                new("status", "Status"), new("microseconds", "Microseconds"), new("address", "Address"), new("client", "Client"),
                new("requestId", "Request ID"), new("reason", "Refused because"), new("leftOut", "Calls left out before"),
            ],
            [
                .. calls.Take(most).Select(c => (object?[])
                [
                    c.Call.At, c.Call.ApiKeyId, c.Name, c.Call.Method, c.Call.Route, c.Call.Status, c.Call.Microseconds, c.Call.Address,
                    c.Call.UserAgent, c.Call.RequestId, c.Call.Reason is { } reason ? DossierText.Name(reason) : null, c.Call.LeftOut,
                ]),
            ],
            calls.Count > most);
    }

    /// <summary>Why requests of the user's keys were refused.</summary>
    public static async Task<DossierTable> ReadRefusalsAsync(CommerceKittyDbContext db, int userId, int most, CancellationToken ct)
    {
        var refusals = await db.Refusals.AsNoTracking()
            .Join(db.ApiKeys.Where(k => k.UserId == userId), r => r.ApiKeyId, k => k.Id, (r, k) => new { Refusal = r, k.Name })
            .OrderByDescending(r => r.Refusal.LastAt).ThenByDescending(r => r.Refusal.Id)
            .Take(most + 1)
            .ToListAsync(ct);
        return new DossierTable(
            DossierPart.Refusals,
            [
                new("firstAt", "First"), new("lastAt", "Last"), new("apiKeyId", "Key ID"), new("apiKey", "Key"), new("reason", "Reason"),
                new("permission", "Permission"), new("address", "Address"), new("requests", "Requests"),
                new("lastRequestId", "Last request ID"), new("causeId", "Audit entry of the cause"),
            ],
            [
                .. refusals.Take(most).Select(r => (object?[])
                [
                    r.Refusal.FirstAt, r.Refusal.LastAt, r.Refusal.ApiKeyId, r.Name, DossierText.Name(r.Refusal.Reason),
                    r.Refusal.Permission, r.Refusal.Address.Length == 0 ? "others" : r.Refusal.Address, r.Refusal.Count,
                    r.Refusal.LastRequestId, r.Refusal.CauseId,
                ]),
            ],
            refusals.Count > most);
    }
}
