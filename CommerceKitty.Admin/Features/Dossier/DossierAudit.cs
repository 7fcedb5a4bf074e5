using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Audit;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Dossier;

/// <summary>What a dossier tells of the audit log. The caller has checked the permission.</summary>
internal static class DossierAudit
{
    /// <summary>How long the verification may take. A log of millions needs the command line.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(60);

    /// <summary>What the user did, what was done to it, and what was done to its keys and those whose value it saw. Three questions, each
    /// with an index of its own.</summary>
    public static async Task<DossierTable> ReadAsync(CommerceKittyDbContext db, int userId, int most, CancellationToken ct)
    {
        var all = db.AuditEntries.AsNoTracking();
        var keys = db.ApiKeys.Where(k =>
            k.UserId == userId || k.CreatedById == userId || k.RotatedById == userId || k.PreviousSeenById == userId);
        List<AuditRow> rows =
        [
            .. await NewestAsync(all.Where(e => e.ActorUserId == userId)),
            .. await NewestAsync(all.Where(e => e.TargetType == "users" && e.TargetId == userId)),
            .. await NewestAsync(all.Where(e => e.TargetType == "api-keys" && keys.Any(k => k.Id == e.TargetId))),
        ];
        var newest = rows.DistinctBy(r => r.Id).OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Take(most + 1).ToList();
        return new DossierTable(
            DossierPart.Audit,
            [
                new("at", "Time"), new("id", "ID"), new("actor", "Actor"), new("apiKeyId", "Via key ID"), new("apiKey", "Via key"),
                new("address", "Address"), new("action", "Action"), new("what", "What"), new("targetType", "Kind"),
                new("targetId", "Target ID"), new("target", "Target"), new("before", "Before"), new("after", "After"),
            ],
            [
                .. newest.Take(most).Select(r => (object?[])
                [
                    r.At, r.Id, r.Actor, r.ActorApiKeyId, r.ActorApiKeyName, r.Address, r.Action, AuditPresentation.Sentence(r.Action),
                    r.TargetType, r.TargetId, r.Target, r.Before, r.After,
                ]),
            ],
            newest.Count > most);

        Task<List<AuditRow>> NewestAsync(IQueryable<AuditEntry> entries) => AuditLogService.Rows(
            db, entries.OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(most + 1)).ToListAsync(ct);
    }

    /// <summary>Whether the audit log's chain holds, if that can be told in a minute.</summary>
    public static async Task<DossierTable> VerifyAsync(CommerceKittyDbContext db, TimeProvider time, CancellationToken ct)
    {
        using var end = new CancellationTokenSource(MostTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, end.Token);
        AuditVerification? verified = null;
        try
        {
            verified = await AuditVerification.RunAsync(db, progress: null, either.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            // Said below.
        }

        return new DossierTable(
            DossierPart.Verification,
            [
                new("verified", "Verified"), new("unchanged", "Unchanged"), new("entries", "Entries checked"), new("head", "Newest hash"),
                new("result", "Result"),
            ],
            [
                [
                    verified is not null, verified is { Break: null }, verified?.Entries,
                    verified is null ? null : Convert.ToHexStringLower(verified.Head),
                    verified is null
                        ? "Not finished: the audit log is too long to check it in a minute. Run: audit verify"
                        : AuditPresentation.Verification(verified),
                ],
            ],
            IsCut: false);
    }
}
