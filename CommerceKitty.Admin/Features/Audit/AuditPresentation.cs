using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.Audit;

/// <summary>How audit entries are put to people. All of it is data: nothing of it is ever markup.</summary>
public static class AuditPresentation
{
    private static readonly FrozenDictionary<string, string> Sentences = new Dictionary<string, string>
    {
        [AuditActions.ApiKeyCreated] = "Created an API key",
        [AuditActions.ApiKeyRenamed] = "Renamed an API key",
        [AuditActions.ApiKeyEnabled] = "Enabled an API key",
        [AuditActions.ApiKeyDisabled] = "Disabled an API key",
        [AuditActions.ApiKeyRevoked] = "Revoked an API key",
        [AuditActions.ApiKeyRotated] = "Rotated an API key",
        [AuditActions.ApiKeyPreviousEnded] = "Ended an API key's old value",
        [AuditActions.ApiKeyPreviousEndSet] = "Set the end of an API key's old value",
        [AuditActions.ApiKeyPaused] = "Paused an API key",
        [AuditActions.ApiKeyNetworksSet] = "Changed an API key's allowed networks",
        [AuditActions.ApiKeyEndSet] = "Set an end to an API key",
        [AuditActions.ApiKeyExpired] = "Noted that an API key expired",
        [AuditActions.ApiKeyResponsibleSet] = "Changed who is responsible for an API key",
        [AuditActions.ApiKeyExposed] = "Sent an API key over plain HTTP",
        [AuditActions.ApiKeyFindingAccepted] = "Accepted a finding of an API key",
        [AuditActions.ApiKeyFindingReopened] = "Reopened a finding of an API key",
        [AuditActions.ApiKeyLimited] = "Changed how often an API key may call",
        [AuditActions.ApiKeyLookedUp] = "Looked up whose API key a value is",
        [AuditActions.UserCreated] = "Added a user",
        [AuditActions.UserEnabled] = "Enabled a user",
        [AuditActions.UserDisabled] = "Disabled a user",
        [AuditActions.UserMoved] = "Moved a user to another group",
        [AuditActions.UserPasswordReset] = "Reset a user's password",
        [AuditActions.UserInvited] = "Invited a user",
        [AuditActions.UserEdited] = "Edited a user",
        [AuditActions.UserResetSent] = "Sent a link to reset a password",
        [AuditActions.UserResetRequested] = "Asked for a link to reset the password",
        [AuditActions.UserPasswordChosen] = "Chose a password",
        [AuditActions.UserSignedOutEverywhere] = "Signed a user out everywhere",
        [AuditActions.UserSessionEnded] = "Ended a session of a user",
        [AuditActions.UserDossierDownloaded] = "Downloaded a user's dossier",
        [AuditActions.OwnerCreated] = "Set up the account and became its owner",
        [AuditActions.OwnershipTransferred] = "Transferred the ownership of the account",
        [AuditActions.OwnershipTransferFailed] = "Entered a wrong password to transfer the ownership",
        [AuditActions.UserSignedIn] = "Signed in",
        [AuditActions.UserSignInFailed] = "Failed to sign in",
        [AuditActions.UserSignedOut] = "Signed out",
        [AuditActions.UserLockedOut] = "Was locked out after too many wrong passwords",
        [AuditActions.UserGroupCreated] = "Created a user group",
        [AuditActions.UserGroupPermissionsChanged] = "Changed a user group's permissions",
        [AuditActions.UserGroupRenamed] = "Renamed a user group",
        [AuditActions.UserGroupDeleted] = "Deleted a user group",
        [AuditActions.OrderCreated] = "Created an order",
        [AuditActions.OrderEdited] = "Edited an order",
        [AuditActions.OrderCancelled] = "Cancelled an order",
        [AuditActions.OrderShipped] = "Shipped an order or a part of it",
        [AuditActions.ProductCreated] = "Added a product",
        [AuditActions.ProductEdited] = "Edited a product",
        [AuditActions.ProductArchived] = "Archived a product",
        [AuditActions.StockSet] = "Said how much stock there is",
        [AuditActions.StockAdjusted] = "Adjusted stock",
        [AuditActions.StockBatchSet] = "Said how much stock there is of many products",
        [AuditActions.InventorySourceCreated] = "Added an inventory source",
        [AuditActions.InventorySourceEdited] = "Edited an inventory source",
        [AuditActions.SettingsChanged] = "Changed the settings",
    }.ToFrozenDictionary();

    /// <summary>All actions and their words, by the words.</summary>
    public static IReadOnlyList<(string Value, string Text)> Actions { get; } =
        [.. Sentences.Select(s => (s.Key, s.Value)).OrderBy(s => s.Value, StringComparer.Ordinal)];

    /// <summary>All kinds of actors as the address names them, and their words.</summary>
    public static IReadOnlyList<(string Value, string Text)> Kinds { get; } =
        [.. Enum.GetValues<ActorKind>().Select(k => (JsonNamingPolicy.KebabCaseLower.ConvertName(k.ToString()), Kind(k)))];

    /// <summary>What was done, in words; an action of another version says its own name.</summary>
    public static string Sentence(string action) => Sentences.GetValueOrDefault(action, action);

    /// <summary>By which way the actor came, when the actor's name does not say it; null for a person at the screen.</summary>
    public static string? Way(AuditRow entry) => entry.ActorKind switch
    {
        ActorKind.ApiKey => $"via key {KeyName(entry)}",
        ActorKind.CommandLine when !entry.Actor.StartsWith("Command line", StringComparison.Ordinal) => "at the command line",
        _ => null,
    };

    /// <summary>The actor in one line, for example "Olivia Okafor via key Zapier production".</summary>
    public static string Actor(AuditRow entry) => Way(entry) is { } way ? $"{entry.Actor} {way}" : entry.Actor;

    /// <summary>How the entry's key is called: by its name at that time, or by its number when that is not known.</summary>
    public static string KeyName(AuditRow entry) =>
        entry.ActorApiKeyName ?? entry.ActorApiKeyId?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;

    /// <summary>An actor's kind in words, as a filter has it.</summary>
    public static string Kind(ActorKind kind) => kind switch
    {
        ActorKind.Person => "People",
        ActorKind.ApiKey => "API keys",
        ActorKind.CommandLine => "Command line",
        ActorKind.System => "System",
        _ => "Anonymous",
    };

    /// <summary>Whether the chain holds, in a sentence.</summary>
    public static string Verification(AuditVerification verified) => verified switch
    {
        { Break: null, Entries: 0 } => "The audit log is empty.",
        { Break: null, Entries: 1 } => "The audit log is unchanged: 1 entry checked.",
        { Break: null } => Invariant($"The audit log is unchanged: {verified.Entries:N0} entries checked."),
        { Break: { Kind: AuditBreakKind.Changed } at } =>
            Invariant($"The audit log was tampered with: entry {at.EntryId} of {at.At:yyyy-MM-dd HH:mm:ss} UTC isn't what was written."),
        { Break: { Kind: AuditBreakKind.Missing } at } =>
            Invariant($"The audit log was tampered with: entry number {at.Number:N0} is missing."),
        { Break: { Kind: AuditBreakKind.NotChained } at } =>
            Invariant($"The audit log was tampered with: entry {at.EntryId} wasn't written by Commerce Kitty."),
        { Break: { Kind: AuditBreakKind.BeyondTheHead } at } =>
            Invariant($"The audit log was tampered with: entry {at.EntryId} lies beyond the end of the chain."),
        _ => "The audit log was tampered with: the end of the chain doesn't match the newest entry.",
    };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>The page of an entry's target; null when it has none or the viewer may not open it.</summary>
    public static string? TargetAddress(AuditRow entry, PermissionSet may) => entry.TargetType switch
    {
        "orders" when may.Contains(Permissions.Orders.View) => $"/orders/{entry.TargetId}",
        "products" when may.Contains(Permissions.Products.View) => $"/products/{entry.TargetId}",
        "users" when may.Contains(Permissions.Users.View) => $"/configuration/users/{entry.TargetId}",
        "settings" when may.Contains(Permissions.Settings.View) => "/configuration/settings",
        "api-keys" when entry.TargetId > 0 && may.Contains(Permissions.ApiKeys.View) => $"/configuration/api-keys/{entry.TargetId}",
        "user-groups" when entry.TargetPath is { } code && may.Contains(Permissions.UserGroups.View) =>
            $"/configuration/user-groups/{code}",
        "inventory" when entry.TargetPath is { } place && may.Contains(Permissions.Inventory.View) => $"/inventory/{place}",
        _ => null,
    };

    /// <summary>The name of a kind of target, for example "API keys".</summary>
    public static string TargetType(string type) => PermissionCatalogue.AllResources.FirstOrDefault(r => r.Name == type).Label ?? type;

    /// <summary>All fields of an entry side by side, lists in full.</summary>
    public static IReadOnlyList<AuditChange> Fields(AuditRow entry)
    {
        var (old, now) = (Fields(entry.Before), Fields(entry.After));
        return [.. old.Keys.Union(now.Keys).Select(field => new AuditChange(ToDisplayText(field), Text(old, field), Text(now, field)))];
    }

    /// <summary>The fields of an entry, before and after. Of lists (permissions, say) only what was added and what was removed.</summary>
    public static IReadOnlyList<AuditChange> Changes(string? before, string? after)
    {
        var (old, now) = (Fields(before), Fields(after));
        var changes = new List<AuditChange>();
        foreach (var field in old.Keys.Union(now.Keys))
        {
            var label = ToDisplayText(field);
            if (old.TryGetValue(field, out var was) && now.TryGetValue(field, out var @is)
                && was.ValueKind == JsonValueKind.Array && @is.ValueKind == JsonValueKind.Array)
            {
                var (removed, added) = (Items(was).Except(Items(@is)).ToList(), Items(@is).Except(Items(was)).ToList());
                if (removed.Count > 0)
                    changes.Add(new($"{label} removed", string.Join(", ", removed), null));
                if (added.Count > 0)
                    changes.Add(new($"{label} added", null, string.Join(", ", added)));
                continue;
            }

            changes.Add(new(label, Text(old, field), Text(now, field)));
        }

        return changes;
    }

    private static Dictionary<string, JsonElement> Fields(string? json)
    {
        if (json is null)
            return [];
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.Clone());
    }

    private static IEnumerable<string> Items(JsonElement list) => list.EnumerateArray().Select(Text);

    private static string? Text(Dictionary<string, JsonElement> fields, string field) =>
        fields.TryGetValue(field, out var value) ? Text(value) : null;

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : "(empty)",
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Null => "(none)",
        JsonValueKind.Array => value.GetArrayLength() == 0 ? "(none)" : string.Join(", ", Items(value)),
        _ => value.GetRawText(),
    };

    /// <summary>For example customerName → Customer name.</summary>
    private static string ToDisplayText(string field)
    {
        var words = string.Concat(field.Select(c => char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString())).Trim();
        return words.Length == 0 ? field : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
