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

namespace CommerceKitty.Admin.Features.Users;

/// <summary>A user as pages show it; the API and the command line show its <see cref="ToResource"/>.</summary>
public sealed record UserRow
{
    public required int Id { get; init; }

    public required string Email { get; init; }

    public required string FirstName { get; init; }

    public required string LastName { get; init; }

    /// <summary>First and last name, as people read it.</summary>
    public string Name => User.FullName(FirstName, LastName);

    public required UserKind Kind { get; init; }

    /// <summary>The group's code; empty when the user is in none.</summary>
    public required string GroupCode { get; init; }

    /// <summary>The group's name; empty when the user is in none.</summary>
    public required string GroupName { get; init; }

    public required bool Enabled { get; init; }

    public required bool IsOwner { get; init; }

    /// <summary>How many keys act as this user, revoked ones not counted.</summary>
    public required int KeyCount { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>UTC; null when the user never signed in.</summary>
    public DateTime? LastSignInAt { get; init; }

    /// <summary>False for integrations, and for people who were invited and have not chosen a password yet.</summary>
    public bool HasPassword { get; init; }

    /// <summary>UTC; until when the link that was mailed last works; null when there is none.</summary>
    public DateTime? LinkExpiresAt { get; init; }

    /// <summary>Changes with every change of the user; see <see cref="UserService.EditAsync"/>.</summary>
    public string Version { get; init; } = string.Empty;

    /// <summary>True for a person who was invited and has not chosen a password yet.</summary>
    public bool IsInvited => Kind == UserKind.Person && !HasPassword;

    /// <summary>The shape of the public API.</summary>
    public UserResource ToResource() => new(
        Id, Email, FirstName, LastName, Name, Kind, GroupCode.Length == 0 ? null : new UserGroupReference(GroupCode, GroupName),
        Enabled, IsOwner, CreatedAt, LastSignInAt);
}

/// <summary>A user in the public API. Times are UTC.</summary>
/// <param name="Id">Stable, never reused.</param>
/// <param name="Email">Unique; a person's sign-in name.</param>
/// <param name="FirstName">First name.</param>
/// <param name="LastName">Last name; may be empty.</param>
/// <param name="Name">Both, as people read it.</param>
/// <param name="Kind">person or integration.</param>
/// <param name="Group">The one user group; null when the user is in none.</param>
/// <param name="Enabled">A disabled user may do nothing.</param>
/// <param name="Owner">True for the account owner.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="LastSignInAt">When it last signed in; null if never.</param>
public sealed record UserResource(
    int Id, string Email, string FirstName, string LastName, string Name, UserKind Kind, UserGroupReference? Group,
    bool Enabled, bool Owner, DateTime CreatedAt, DateTime? LastSignInAt);

/// <summary>What a new user is to be.</summary>
public sealed record CreateUserRequest
{
    public string? Email { get; init; }

    public string? FirstName { get; init; }

    /// <summary>May be empty.</summary>
    public string? LastName { get; init; }

    public string? GroupCode { get; init; }

    public UserKind Kind { get; init; }

    /// <summary>A person's initial password; null for an integration, which has none.</summary>
    public string? Password { get; init; }

    /// <summary>Names the user alone, so that the password cannot slip into a log.</summary>
    public override string ToString() => $"{nameof(CreateUserRequest)} {{ {Email}, {Kind} }}";
}

/// <summary>What a user is to be after an edit.</summary>
public sealed record UserEdit
{
    public string? Email { get; init; }

    public string? FirstName { get; init; }

    /// <summary>May be empty.</summary>
    public string? LastName { get; init; }

    public string? GroupCode { get; init; }

    /// <summary>Null leaves it as it is.</summary>
    public UserKind? Kind { get; init; }
}

/// <summary>A link to choose a password that was made for a person.</summary>
/// <param name="User">The person.</param>
/// <param name="Purpose">Invitation or reset.</param>
/// <param name="File">Where the mail was written, when it went into a folder instead of to a server.</param>
/// <param name="NotSent">Why the mail could not be sent; null when it was. The person is there all the same.</param>
public sealed record SentLink(UserRow User, UserLinkPurpose Purpose, string? File, Error? NotSent);

/// <summary>One user with everything its page shows.</summary>
/// <param name="User">The user.</param>
/// <param name="Access">What it may do, and by which group.</param>
/// <param name="Sessions">Where it is signed in, the last seen first; at most 50.</param>
public sealed record UserDetails(UserRow User, UserAccess Access, IReadOnlyList<SessionRow> Sessions);

/// <summary>A session as pages show it; times are UTC.</summary>
public sealed record SessionRow(int Id, DateTime StartedAt, DateTime LastSeenAt, string Address, string UserAgent);

/// <summary>Which users the API lists: the query string as it came.</summary>
/// <param name="Limit">1 to 200; 50 when not given.</param>
/// <param name="After">The cursor that the list gave with the rows before.</param>
/// <param name="Kind">person or integration.</param>
/// <param name="Enabled">true or false; both when not given.</param>
/// <param name="Group">Only users in the group of this code.</param>
/// <param name="Q">Part of a name or email.</param>
/// <param name="Sort">createdAt, email or name, with a minus before it for falling; <c>-createdAt</c> when not given.</param>
public sealed record UserListRequest(
    string? Limit = null,
    string? After = null,
    string? Kind = null,
    string? Enabled = null,
    string? Group = null,
    string? Q = null,
    string? Sort = null);

/// <summary>The columns a list of users can be sorted by.</summary>
public enum UserSort
{
    Name,
    Email,
    Kind,
    Group,
    Status,
    Keys,
    LastSignIn,
    Created,
}

/// <summary>Which users to list.</summary>
public sealed record UserQuery
{
    /// <summary>Part of a name or email.</summary>
    public string? Search { get; init; }

    /// <summary>Only the users of this group; null lists all.</summary>
    public string? GroupCode { get; init; }

    /// <summary>Only enabled or only disabled users; null lists both.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Only people or only integrations; null lists both.</summary>
    public UserKind? Kind { get; init; }

    public UserSort Sort { get; init; } = UserSort.Name;

    public bool Descending { get; init; }

    public PageWindow Window { get; init; } = new(0, 50);
}
