using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Data.Audit;

/// <summary>Builds audit entries; <see cref="Data.Work.Audit"/> saves them with the change.</summary>
public static class AuditTrail
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    internal static AuditEntry Entry(DateTime at, Actor actor, string action, AuditTarget target, object? before, object? after) => new()
    {
        At = at,
        ActorKind = actor.Kind,
        ActorUserId = actor.User?.UserId,
        ActorApiKeyId = actor.ApiKeyId,
        ActorApiKey = actor.ApiKeyName,
        Actor = actor.Label,
        Address = actor.Address is null ? null : AddressText.Of(actor.Address),
        Action = action,
        TargetType = target.Type,
        TargetId = target.Id,
        Target = target.Name,
        Before = before is null ? null : JsonSerializer.Serialize(before, Json),
        After = after is null ? null : JsonSerializer.Serialize(after, Json),
    };
}
