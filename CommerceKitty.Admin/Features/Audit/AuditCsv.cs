using CommerceKitty.Admin.Features.Csv;
using CsvHelper;

namespace CommerceKitty.Admin.Features.Audit;

/// <summary>Entries of the audit log as lines of a CSV file.</summary>
public static class AuditCsv
{
    /// <summary>The first line.</summary>
    public static readonly string[] Columns =
    [
        "id", "at", "actorKind", "actorId", "actor", "apiKeyId", "apiKey", "address", "action", "targetType", "targetId", "target",
        "before", "after",
    ];

    /// <summary>Writes one line, without its end.</summary>
    public static void Write(CsvWriter csv, AuditRow entry)
    {
        csv.WriteNumber(entry.Id);
        csv.WriteTime(entry.At);
        csv.WriteName(entry.ActorKind);
        csv.WriteNumber(entry.ActorUserId);
        csv.WriteText(entry.Actor);
        csv.WriteNumber(entry.ActorApiKeyId);
        csv.WriteText(entry.ActorApiKeyName);
        csv.WriteText(entry.Address);
        csv.WriteText(entry.Action);
        csv.WriteText(entry.TargetType);
        csv.WriteNumber(entry.TargetId);
        csv.WriteText(entry.Target);
        csv.WriteText(entry.Before);
        csv.WriteText(entry.After);
    }
}
