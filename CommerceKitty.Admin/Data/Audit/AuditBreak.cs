namespace CommerceKitty.Admin.Data.Audit;

/// <summary>Where the audit log's chain breaks first.</summary>
/// <param name="Number">The place in the chain; null for an entry that has none.</param>
/// <param name="EntryId">The entry there; null when there is none.</param>
/// <param name="At">When that entry says it was written; UTC.</param>
/// <param name="Kind">How it breaks.</param>
public sealed record AuditBreak(long? Number, long? EntryId, DateTime? At, AuditBreakKind Kind);
