using System.ComponentModel.DataAnnotations;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>The value of a new key on its way to the one place that shows it. It prints and serializes as nothing, so that it
/// cannot slip into a log, an exception or an answer by accident (R5).</summary>
public sealed class ApiKeySecret(string value)
{
    /// <summary>The value itself. The caller shows it once and keeps it nowhere.</summary>
    public string Reveal() => value;

    /// <inheritdoc/>
    public override string ToString() => "(shown once)";
}

/// <summary>A key as pages show it; the API and the command line show its <see cref="ToResource"/>.</summary>
public sealed record ApiKeyRow
{
    public required int Id { get; init; }

    public required string Name { get; init; }

    public required string Hint { get; init; }

    public required ApiKeyStatus Status { get; init; }

    public required bool Enabled { get; init; }

    public required int UserId { get; init; }

    public required string UserEmail { get; init; }

    public required string UserName { get; init; }

    /// <summary>False when the key cannot work because its user is disabled.</summary>
    public required bool UserEnabled { get; init; }

    /// <summary>The user's group; empty when it has none.</summary>
    public required string GroupName { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>The person who created it and saw its value; null when it was created at the command line.</summary>
    public int? CreatedById { get; init; }

    /// <summary>UTC; null when it was never accepted.</summary>
    public DateTime? LastUsedAt { get; init; }

    public string? LastUsedFrom { get; init; }

    public string? LastUsedBy { get; init; }

    /// <summary>UTC; null when it never ends by itself.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>Why it never ends; null when it does, or nobody said.</summary>
    public string? NeverExpiresReason { get; init; }

    /// <summary>The person who is told what happens to it; null when it was made at the command line and nobody was chosen.</summary>
    public int? ResponsibleUserId { get; init; }

    /// <summary>When it got its present value by a rotation. UTC; null when it still has its first one.</summary>
    public DateTime? RotatedAt { get; init; }

    /// <summary>UTC; until when the value before the last rotation is accepted as well; null when none does.</summary>
    public DateTime? PreviousUntil { get; init; }

    /// <summary>UTC; when the clock enables it again; null when it is not paused.</summary>
    public DateTime? PausedUntil { get; init; }

    /// <summary>From where it is accepted, see <see cref="NetworkList"/>; null for anywhere.</summary>
    public string? AllowedNetworks { get; init; }

    /// <summary>UTC.</summary>
    public DateTime? RevokedAt { get; init; }

    public string? RevokedBy { get; init; }

    /// <summary>Its own limit; null for the usual one.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Its requests of the last 7 days; null where they were not asked for.</summary>
    public KeyWeek? Week { get; init; }

    /// <summary>UTC; when a value of it was seen over plain HTTP (R14); null when none was.</summary>
    public DateTime? ExposedAt { get; init; }

    /// <summary>From which address.</summary>
    public string? ExposedFrom { get; init; }

    /// <summary>The hint of that value.</summary>
    public string? ExposedHint { get; init; }

    /// <summary>Counts changes of the key itself; its user and its last use do not count.</summary>
    public int Version { get; init; }

    /// <summary>The shape of the public API (design §5).</summary>
    public ApiKeyResource ToResource() => new(
        Id, Name, new UserReference(UserId, UserEmail, UserName), Enabled && Status != ApiKeyStatus.Revoked, Status, Hint,
        CreatedAt, CreatedBy, LastUsedAt, LastUsedFrom, ExpiresAt, RevokedAt, RevokedBy, RequestsPerMinute)
    {
        PausedUntil = PausedUntil,
        AllowedNetworks = NetworkList.Of(AllowedNetworks)?.Entries,
    };
}

/// <summary>An API key. Its value is never part of it.</summary>
public sealed record ApiKeyResource(
    int Id, string Name, UserReference User, bool Enabled, ApiKeyStatus Status, string Hint, DateTime CreatedAt, string CreatedBy,
    DateTime? LastUsedAt, string? LastUsedFrom, DateTime? ExpiresAt, DateTime? RevokedAt, string? RevokedBy, int? RequestsPerMinute)
{
    /// <summary>The key's ID. It never changes and is never reused.</summary>
    /// <example>12</example>
    public int Id { get; init; } = Id;

    /// <summary>The key's name.</summary>
    /// <example>Nightly inventory sync script</example>
    [Length(1, TextRules.NameLength)]
    public string Name { get; init; } = Name;

    /// <summary>The user that the key acts as.</summary>
    public UserReference User { get; init; } = User;

    /// <summary>False when the key is disabled or revoked.</summary>
    /// <example>true</example>
    public bool Enabled { get; init; } = Enabled;

    /// <summary>Whether the key works, and otherwise why not. With <c>user-disabled</c> the key is enabled, but its user is
    /// disabled.</summary>
    public ApiKeyStatus Status { get; init; } = Status;

    /// <summary>The first characters of the key's value.</summary>
    /// <example>kitty_Ab3d</example>
    [Length(ApiKeyToken.HintLength, ApiKeyToken.HintLength), RegularExpression(ApiKeyToken.HintPattern)]
    public string Hint { get; init; } = Hint;

    /// <summary>When the key was created.</summary>
    /// <example>2026-11-20T08:15:00Z</example>
    public DateTime CreatedAt { get; init; } = CreatedAt;

    /// <summary>Who created the key.</summary>
    /// <example>Olivia Owner</example>
    [MaxLength(AuditEntry.ActorLength)]
    public string CreatedBy { get; init; } = CreatedBy;

    /// <summary>When the key was last used, up to 10 seconds late. Null if never.</summary>
    /// <example>2026-11-23T02:00:07Z</example>
    public DateTime? LastUsedAt { get; init; } = LastUsedAt;

    /// <summary>The IP address of the last use. Null if never.</summary>
    /// <example>203.0.113.7</example>
    [MaxLength(AuditEntry.AddressLength)]
    public string? LastUsedFrom { get; init; } = LastUsedFrom;

    /// <summary>When the key expires. Null if never.</summary>
    /// <example>2027-02-18T08:15:00Z</example>
    public DateTime? ExpiresAt { get; init; } = ExpiresAt;

    /// <summary>When the key was revoked. Null otherwise.</summary>
    public DateTime? RevokedAt { get; init; } = RevokedAt;

    /// <summary>Who revoked the key. Null otherwise.</summary>
    [MaxLength(AuditEntry.ActorLength)]
    public string? RevokedBy { get; init; } = RevokedBy;

    /// <summary>The key's own rate limit, in requests per minute. Null for the default limit.</summary>
    /// <example>600</example>
    [Range(1, RateLimitSettings.Maximum)]
    public int? RequestsPerMinute { get; init; } = RequestsPerMinute;

    /// <summary>When a paused key is enabled again. Null when it is not paused.</summary>
    /// <example>2026-11-24T09:30:00Z</example>
    public DateTime? PausedUntil { get; init; }

    /// <summary>The networks from which the key is accepted, in CIDR notation; those that begin with <c>!</c> are excluded. Null for
    /// anywhere, empty for nowhere.</summary>
    /// <example>["203.0.113.0/24", "!203.0.113.9/32"]</example>
    [MaxLength(NetworkList.MostEntries)]
    [ItemLength(NetworkList.EntryLength)]
    public IReadOnlyList<string>? AllowedNetworks { get; init; }
}

/// <summary>A reference to a user.</summary>
public sealed record UserReference(int Id, string Email, string Name)
{
    /// <summary>The user's ID.</summary>
    /// <example>6</example>
    public int Id { get; init; } = Id;

    /// <summary>The user's email.</summary>
    /// <example>integration@commercekitty.example</example>
    [EmailAddress, Length(3, TextRules.EmailLength)]
    public string Email { get; init; } = Email;

    /// <summary>The user's first and last name.</summary>
    /// <example>Nightly Inventory</example>
    [Length(1, TextRules.FullNameLength)]
    public string Name { get; init; } = Name;
}

/// <summary>A new key and, this once, its value.</summary>
public sealed record CreatedApiKey(ApiKeyRow Key, ApiKeySecret Secret);

/// <summary>What a new key is to be.</summary>
/// <param name="Name">1 to 80 characters on one line.</param>
/// <param name="UserId">The user it acts as.</param>
/// <param name="End">When it ends; null for <see cref="KeyEnd.Default"/>.</param>
public sealed record CreateApiKeyRequest(string? Name, int UserId, KeyEnd? End = null)
{
    /// <summary>From where it is accepted, see <see cref="NetworkList"/>; null for anywhere, empty for nowhere.</summary>
    public IReadOnlyList<string>? AllowedNetworks { get; init; }
}

/// <summary>Changes to an API key. A member that is left out keeps its value.</summary>
public sealed record ApiKeyEdit
{
    /// <summary>The key's name: one line.</summary>
    /// <example>Nightly inventory sync script</example>
    [Length(1, TextRules.NameLength)]
    public Optional<string?> Name { get; init; }

    /// <summary>False disables the key. True is rejected when it would enable the key: only a signed-in person can do that.</summary>
    /// <example>false</example>
    public Optional<bool?> Enabled { get; init; }
}

/// <summary>The filters of the page of keys as they stand in its address, and in that of its file; what does not exist filters
/// nothing.</summary>
/// <param name="Q">Part of a name or user, or a hint. Of a whole value only the hint counts.</param>
/// <param name="Status">A status, or <see cref="EveryStatus"/>.</param>
/// <param name="Group">The code of the users' group.</param>
/// <param name="User">The email of the user that they act as.</param>
/// <param name="Finding">The name of an <see cref="ApiKeyFinding"/>, see <see cref="ApiKeyFindings.NameOf"/>.</param>
public sealed record ApiKeyFilters(string? Q, string? Status, string? Group, string? User, string? Finding)
{
    /// <summary>The status of all keys, revoked ones included.</summary>
    public const string EveryStatus = "all";

    /// <summary>What they list.</summary>
    public ApiKeyQuery ToQuery() => new()
    {
        Search = SearchText.Clean(Q),
        Status = Enum.TryParse<ApiKeyStatus>(Status, ignoreCase: true, out var status) && Enum.IsDefined(status) ? status : null,
        IncludeRevoked = Status == EveryStatus,
        GroupCode = ListPage.Given(Group),
        UserEmail = ListPage.Given(User),
        Finding = ApiKeyFindings.All.Where(f => f.Name == Finding).Select(f => (ApiKeyFinding?)f.Finding).FirstOrDefault(),
    };
}

/// <summary>The query string of a list of API keys, as text, so that every error can name its field.</summary>
/// <param name="Limit">The number of items per page.</param>
/// <param name="After">The cursor of the previous page.</param>
/// <param name="Status">List only keys with this status, or <c>all</c>. By default all but revoked keys.</param>
/// <param name="UserId">List only keys that act as the user with this ID.</param>
/// <param name="Group">List only keys of users in the user group with this code, for example <c>integration</c>.</param>
/// <param name="Q">List only keys whose name, hint, user name or user email contains this text, for example <c>nightly</c>.</param>
/// <param name="Sort">How the list is sorted.</param>
public sealed record ApiKeyListRequest(
    string? Limit = null,
    string? After = null,
    [property: ParsedAs<ApiKeyStatus>(Or = ApiKeyListRequest.EveryStatus)] string? Status = null,
    [property: ParsedAs<int>] string? UserId = null,
    [property: MaxLength(CodeText.Length)] string? Group = null,
    [property: MaxLength(SearchText.MaximumSearch)] string? Q = null,
    string? Sort = null)
{
    /// <summary>The <see cref="Status"/> that lists revoked keys too.</summary>
    public const string EveryStatus = "all";
}

/// <summary>The columns a list of keys can be sorted by.</summary>
public enum ApiKeySort
{
    Name,
    Hint,
    User,
    Status,
    LastUsed,
    Created,
}

/// <summary>Which keys to list.</summary>
public sealed record ApiKeyQuery
{
    /// <summary>Part of a name, hint, user name or email. A pasted value counts as its hint alone.</summary>
    public string? Search { get; init; }

    /// <summary>Only the keys that act as this user; null lists those of all.</summary>
    public int? UserId { get; init; }

    /// <summary>Only this status; null lists all that are not revoked.</summary>
    public ApiKeyStatus? Status { get; init; }

    /// <summary>List the revoked ones too; counts only without <see cref="Status"/>.</summary>
    public bool IncludeRevoked { get; init; }

    /// <summary>Only keys of users in the group of this code.</summary>
    public string? GroupCode { get; init; }

    /// <summary>Only keys of the user with this email.</summary>
    public string? UserEmail { get; init; }

    /// <summary>Only keys that there is this reason to look at.</summary>
    public ApiKeyFinding? Finding { get; init; }

    public ApiKeySort Sort { get; init; } = ApiKeySort.Created;

    public bool Descending { get; init; } = true;

    public PageWindow Window { get; init; } = new(0, 50);
}

/// <summary>A user that the actor may make keys for, with what such a key will be able to do.</summary>
/// <param name="Access">The user and its permissions.</param>
/// <param name="IsIntegration">True for integration users, which exist for this.</param>
public sealed record KeyHolderCandidate(UserAccess Access, bool IsIntegration);

/// <summary>The keys that matter when a person leaves, revoked ones not among them.</summary>
/// <param name="ActingAs">The keys that act as the user: they stop when the user is disabled.</param>
/// <param name="Seen">The keys that act as others and that this person made: their values were shown to them.</param>
public sealed record KeysOfUser(IReadOnlyList<HeldKey> ActingAs, IReadOnlyList<HeldKey> Seen);

/// <summary>A key and what the user it acts as may do.</summary>
public sealed record HeldKey(ApiKeyRow Key, UserAccess Holder);
