using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CommerceKitty.Admin.Data.Audit;

namespace CommerceKitty.Admin.Features.Audit;

/// <summary>Entries of the audit log as events of the Open Cybersecurity Schema Framework (OCSF) 1.3, one JSON object a line, for the
/// system that gathers a company's security events. This is the one place that says which entry is which event:
/// <list type="table">
/// <item><term>API keys</term><description>Entity Management (3004), the entity of type <c>credential</c>.</description></item>
/// <item><term>Users</term><description>Account Change (3001); sign-ins and sessions, Authentication (3002); a move to another
/// group, Group Management (3006).</description></item>
/// <item><term>User groups</term><description>Group Management (3006).</description></item>
/// <item><term>Everything else</term><description>Entity Management (3004).</description></item>
/// </list>
/// What OCSF has no field for is in <c>unmapped</c>: the action's own name, and the fields before and after.</summary>
public static class AuditEvents
{
    private const string SchemaVersion = "1.3.0";
    private const string Product = "Commerce Kitty Admin";
    private const int Other = 99;

    private static readonly (int Uid, string Name) AccountChange = (3001, "Account Change");
    private static readonly (int Uid, string Name) Authentication = (3002, "Authentication");
    private static readonly (int Uid, string Name) EntityManagement = (3004, "Entity Management");
    private static readonly (int Uid, string Name) GroupManagement = (3006, "Group Management");

    /// <summary>Each action's class and activity. An action that is not here is an update of an entity.</summary>
    private static readonly FrozenDictionary<string, EventKind> Kinds = new Dictionary<string, EventKind>
    {
        [AuditActions.ApiKeyCreated] = new(EntityManagement, 1, "Create"),
        [AuditActions.ApiKeyEnabled] = new(EntityManagement, 8, "Enable"),
        [AuditActions.ApiKeyDisabled] = new(EntityManagement, 9, "Disable"),
        [AuditActions.ApiKeyPaused] = new(EntityManagement, 9, "Disable"),
        [AuditActions.ApiKeyRevoked] = new(EntityManagement, 4, "Delete"),
        [AuditActions.ApiKeyLookedUp] = new(EntityManagement, 2, "Read"),
        [AuditActions.UserDossierDownloaded] = new(EntityManagement, 2, "Read"),
        [AuditActions.UserCreated] = new(AccountChange, 1, "Create"),
        [AuditActions.UserInvited] = new(AccountChange, 1, "Create"),
        [AuditActions.OwnerCreated] = new(AccountChange, 1, "Create"),
        [AuditActions.UserEnabled] = new(AccountChange, 2, "Enable"),
        [AuditActions.UserPasswordChosen] = new(AccountChange, 3, "Password Change"),
        [AuditActions.UserPasswordReset] = new(AccountChange, 4, "Password Reset"),
        [AuditActions.UserResetSent] = new(AccountChange, 4, "Password Reset"),
        [AuditActions.UserResetRequested] = new(AccountChange, 4, "Password Reset"),
        [AuditActions.UserDisabled] = new(AccountChange, 5, "Disable"),
        [AuditActions.UserLockedOut] = new(AccountChange, 9, "Lock"),
        [AuditActions.UserEdited] = new(AccountChange, Other, "Edit"),
        [AuditActions.OwnershipTransferred] = new(AccountChange, Other, "Transfer ownership"),
        [AuditActions.OwnershipTransferFailed] = new(AccountChange, Other, "Transfer ownership", Failed: true),
        [AuditActions.UserSignedIn] = new(Authentication, 1, "Logon"),
        [AuditActions.UserSignInFailed] = new(Authentication, 1, "Logon", Failed: true),
        [AuditActions.UserSignedOut] = new(Authentication, 2, "Logoff"),
        [AuditActions.UserSessionEnded] = new(Authentication, 2, "Logoff"),
        [AuditActions.UserSignedOutEverywhere] = new(Authentication, 2, "Logoff"),
        [AuditActions.UserMoved] = new(GroupManagement, 3, "Add User"),
        [AuditActions.UserGroupCreated] = new(GroupManagement, 6, "Create"),
        [AuditActions.UserGroupDeleted] = new(GroupManagement, 5, "Delete"),
        [AuditActions.UserGroupRenamed] = new(GroupManagement, Other, "Rename"),
        [AuditActions.UserGroupPermissionsChanged] = new(GroupManagement, 1, "Assign Privileges"),
        [AuditActions.OrderCreated] = new(EntityManagement, 1, "Create"),
        [AuditActions.ProductCreated] = new(EntityManagement, 1, "Create"),
        [AuditActions.InventorySourceCreated] = new(EntityManagement, 1, "Create"),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> EntityTypes = new Dictionary<string, string>
    {
        ["api-keys"] = "credential",
        ["orders"] = "order",
        ["products"] = "product",
    }.ToFrozenDictionary();

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Writes one event and a line feed.</summary>
    public static void WriteLine(IBufferWriter<byte> lines, AuditRow entry)
    {
        using (var json = new Utf8JsonWriter(lines, Options))
            Write(json, entry);
        lines.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter json, AuditRow entry)
    {
        var kind = Kinds.GetValueOrDefault(entry.Action) ?? new EventKind(EntityManagement, 3, "Update");
        var (added, removed) = entry.TargetType == "user-groups" ? Privileges(entry) : ([], []);
        if (entry.Action == AuditActions.UserGroupPermissionsChanged && added.Count == 0)
            kind = new(GroupManagement, 2, "Revoke Privileges");
        json.WriteStartObject();
        json.WriteNumber("activity_id", kind.Activity);
        json.WriteString("activity_name", kind.Name);
        json.WriteNumber("category_uid", 3);
        json.WriteString("category_name", "Identity & Access Management");
        json.WriteNumber("class_uid", kind.Class.Uid);
        json.WriteString("class_name", kind.Class.Name);
        json.WriteNumber("type_uid", kind.Class.Uid * 100 + kind.Activity);
        json.WriteNumber("time", new DateTimeOffset(entry.At).ToUnixTimeMilliseconds());
        json.WriteNumber("severity_id", 1);
        json.WriteNumber("status_id", kind.Failed ? 2 : 1);
        json.WriteString("message", $"{AuditPresentation.Actor(entry)}: {AuditPresentation.Sentence(entry.Action)}: {entry.Target}");
        WriteMetadata(json, entry);
        WriteActor(json, entry);
        if (entry.Address is { Length: > 0 } address)
        {
            json.WriteStartObject("src_endpoint");
            json.WriteString("ip", address);
            json.WriteEndObject();
        }

        if (kind.Class == EntityManagement)
            WriteEntity(json, entry);
        else if (kind.Class == GroupManagement)
            WriteGroup(json, entry, added.Count > 0 ? added : removed);
        else
            WriteUser(json, entry);
        if (kind.Class == Authentication)
        {
            json.WriteStartObject("service");
            json.WriteString("name", Product);
            json.WriteEndObject();
        }

        json.WriteStartObject("unmapped");
        json.WriteString("action", entry.Action);
        WriteRaw(json, "before", entry.Before);
        WriteRaw(json, "after", entry.After);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter json, AuditRow entry)
    {
        json.WriteStartObject("metadata");
        json.WriteString("version", SchemaVersion);
        json.WriteString("uid", Text(entry.Id));
        json.WriteString("log_name", "audit-log");
        json.WriteString("event_code", entry.Action);
        json.WriteStartObject("product");
        json.WriteString("name", Product);
        json.WriteString("vendor_name", "Commerce Kitty");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteActor(Utf8JsonWriter json, AuditRow entry)
    {
        json.WriteStartObject("actor");
        if (entry.ActorUserId is { } user)
        {
            json.WriteStartObject("user");
            json.WriteString("uid", Text(user));
            json.WriteString("name", entry.Actor);
            if (entry.ActorApiKeyId is { } key)
                json.WriteString("credential_uid", Text(key));
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("app_name", entry.Actor);
        }

        json.WriteEndObject();
    }

    private static void WriteEntity(Utf8JsonWriter json, AuditRow entry)
    {
        json.WriteStartObject("entity");
        json.WriteString("type", EntityTypes.GetValueOrDefault(entry.TargetType, entry.TargetType));
        json.WriteString("uid", Text(entry.TargetId));
        json.WriteString("name", entry.Target);
        WriteRaw(json, "data", entry.Before ?? entry.After);
        json.WriteEndObject();
        if (entry.Before is null || entry.After is null)
            return;
        json.WriteStartObject("entity_result");
        json.WriteString("type", EntityTypes.GetValueOrDefault(entry.TargetType, entry.TargetType));
        json.WriteString("uid", Text(entry.TargetId));
        json.WriteString("name", entry.Target);
        WriteRaw(json, "data", entry.After);
        json.WriteEndObject();
    }

    private static void WriteUser(Utf8JsonWriter json, AuditRow entry)
    {
        json.WriteStartObject("user");
        json.WriteString("uid", Text(entry.TargetId));
        json.WriteString("name", entry.Target);
        json.WriteEndObject();
    }

    private static void WriteGroup(Utf8JsonWriter json, AuditRow entry, List<string> privileges)
    {
        json.WriteStartObject("group");
        if (entry.TargetType == "users")
        {
            json.WriteString("name", Field(entry.After, "group"));
            json.WriteEndObject();
            WriteUser(json, entry);
            return;
        }

        json.WriteString("uid", Text(entry.TargetId));
        json.WriteString("name", entry.Target);
        json.WriteEndObject();
        json.WriteStartArray("privileges");
        foreach (var privilege in privileges)
            json.WriteStringValue(privilege);
        json.WriteEndArray();
    }

    private static (List<string> Added, List<string> Removed) Privileges(AuditRow entry)
    {
        var (before, after) = (Items(entry.Before), Items(entry.After));
        return ([.. after.Except(before)], [.. before.Except(after)]);
    }

    private static List<string> Items(string? fields)
    {
        if (fields is null)
            return [];
        using var document = JsonDocument.Parse(fields);
        return document.RootElement.TryGetProperty("permissions", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(e => e.ToString())]
            : [];
    }

    private static string? Field(string? fields, string name)
    {
        if (fields is null)
            return null;
        using var document = JsonDocument.Parse(fields);
        return document.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;
    }

    private static void WriteRaw(Utf8JsonWriter json, string name, string? fields)
    {
        if (fields is null)
            return;
        json.WritePropertyName(name);
        json.WriteRawValue(fields);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record EventKind((int Uid, string Name) Class, int Activity, string Name, bool Failed = false);
}
