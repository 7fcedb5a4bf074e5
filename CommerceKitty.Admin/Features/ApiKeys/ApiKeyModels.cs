using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>The value of a new key on its way to the one place that shows it. It prints and serializes as nothing, so that it
/// cannot slip into a log, an exception or an answer by accident (R5).</summary>
public sealed class ApiKeySecret(string value)
{
    /// <summary>The value itself. Whoever calls this shows it once and keeps it nowhere.</summary>
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

    /// <summary>UTC; null when it was never accepted.</summary>
    public DateTime? LastUsedAt { get; init; }

    public string? LastUsedFrom { get; init; }

    public string? LastUsedBy { get; init; }

    /// <summary>UTC; null when it never ends by itself.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>UTC; until when the value before the last rotation lets in as well; null when none does.</summary>
    public DateTime? PreviousUntil { get; init; }

    /// <summary>UTC.</summary>
    public DateTime? RevokedAt { get; init; }

    public string? RevokedBy { get; init; }

    /// <summary>Its own limit; null for the usual one.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Counts changes of the key itself; its user and its last use do not count.</summary>
    public int Version { get; init; }

    /// <summary>The shape of the public API (design §5).</summary>
    public ApiKeyResource ToResource() => new(
        Id, Name, new UserReference(UserId, UserEmail, UserName), Enabled && Status != ApiKeyStatus.Revoked, Status, Hint,
        CreatedAt, CreatedBy, LastUsedAt, LastUsedFrom, ExpiresAt, RevokedAt, RevokedBy, RequestsPerMinute);
}

/// <summary>A key in the public API. Times are UTC.</summary>
/// <param name="Id">Stable, never reused.</param>
/// <param name="Name">The label people gave it.</param>
/// <param name="User">The user it acts as.</param>
/// <param name="Enabled">False while paused and after revocation.</param>
/// <param name="Status">active, user-disabled (switched on, but stopped with its user), disabled, expired or revoked.</param>
/// <param name="Hint">The value's first characters.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="LastUsedAt">When it was last accepted, up to 10 s late; null if never.</param>
/// <param name="LastUsedFrom">From which address.</param>
/// <param name="ExpiresAt">From when on it lets nobody in; null if never.</param>
/// <param name="RevokedAt">When it was revoked; null if it was not.</param>
/// <param name="RevokedBy">Who revoked it.</param>
/// <param name="RequestsPerMinute">Its own limit of requests a minute; null for the usual one.</param>
public sealed record ApiKeyResource(
    int Id, string Name, UserReference User, bool Enabled, ApiKeyStatus Status, string Hint, DateTime CreatedAt, string CreatedBy,
    DateTime? LastUsedAt, string? LastUsedFrom, DateTime? ExpiresAt, DateTime? RevokedAt, string? RevokedBy, int? RequestsPerMinute);

/// <summary>A user, named in another resource.</summary>
/// <param name="Id">Stable, never reused.</param>
/// <param name="Email">Its unique name.</param>
/// <param name="Name">What people call it.</param>
public sealed record UserReference(int Id, string Email, string Name);

/// <summary>A new key and, this once, its value.</summary>
public sealed record CreatedApiKey(ApiKeyRow Key, ApiKeySecret Secret);

/// <summary>What a new key is to be.</summary>
/// <param name="Name">1 to 80 characters on one line.</param>
/// <param name="UserId">The user it acts as.</param>
/// <param name="ExpiresInDays">After how many days it lets nobody in any more, 1 to <see cref="MaximumDays"/>; null for never.</param>
public sealed record CreateApiKeyRequest(string? Name, int UserId, int? ExpiresInDays = null)
{
    /// <summary>Ten years.</summary>
    public const int MaximumDays = 3650;
}

/// <summary>What to change about a key; what is not given stays.</summary>
public sealed record ApiKeyEdit
{
    /// <summary>1 to 80 characters on one line.</summary>
    public Optional<string?> Name { get; init; }

    /// <summary>False pauses the key. True lets it in again, which a key may not do (R7).</summary>
    public Optional<bool?> Enabled { get; init; }
}

/// <summary>Which keys the API lists: the query string as it came.</summary>
/// <param name="Limit">1 to 200; 50 when not given.</param>
/// <param name="After">The cursor that the list gave with the rows before.</param>
/// <param name="Status">active, user-disabled, disabled, revoked or all; all but the revoked when not given.</param>
/// <param name="UserId">Only keys that act as this user.</param>
/// <param name="Group">Only keys of users in the group of this code.</param>
/// <param name="Q">Part of a name, hint, user name or email.</param>
/// <param name="Sort">createdAt or name, with a minus before it for falling; <c>-createdAt</c> when not given.</param>
public sealed record ApiKeyListRequest(
    string? Limit = null,
    string? After = null,
    string? Status = null,
    string? UserId = null,
    string? Group = null,
    string? Q = null,
    string? Sort = null)
{
    /// <summary>The <see cref="Status"/> that asks for the revoked ones too.</summary>
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

    /// <summary>Only keys that were not accepted in the last 90 days and are older than that.</summary>
    public bool UnusedFor90Days { get; init; }

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
