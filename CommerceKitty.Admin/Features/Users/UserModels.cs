using System.ComponentModel.DataAnnotations;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Security;

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

/// <summary>A user: a person or an integration.</summary>
public sealed record UserResource(
    int Id, string Email, string FirstName, string LastName, string Name, UserKind Kind, UserGroupReference? Group,
    bool Enabled, bool Owner, DateTime CreatedAt, DateTime? LastSignInAt)
{
    /// <summary>The user's ID. It never changes and is never reused.</summary>
    /// <example>6</example>
    public int Id { get; init; } = Id;

    /// <summary>The user's email, which is unique. A person signs in with it.</summary>
    /// <example>integration@commercekitty.example</example>
    [EmailAddress, Length(3, TextRules.EmailLength)]
    public string Email { get; init; } = Email;

    /// <summary>The first name.</summary>
    /// <example>Nightly</example>
    [Length(1, TextRules.NameLength)]
    public string FirstName { get; init; } = FirstName;

    /// <summary>The last name. It can be empty.</summary>
    /// <example>Inventory</example>
    [MaxLength(TextRules.NameLength)]
    public string LastName { get; init; } = LastName;

    /// <summary>The first and last name.</summary>
    /// <example>Nightly Inventory</example>
    [Length(1, TextRules.FullNameLength)]
    public string Name { get; init; } = Name;

    /// <summary>Whether the user is a person or an integration.</summary>
    public UserKind Kind { get; init; } = Kind;

    /// <summary>The user group. Null when the user is in none.</summary>
    public UserGroupReference? Group { get; init; } = Group;

    /// <summary>False when the user is disabled. A disabled user has no access.</summary>
    /// <example>true</example>
    public bool Enabled { get; init; } = Enabled;

    /// <summary>Whether the user is the account owner, who has all permissions.</summary>
    /// <example>false</example>
    public bool Owner { get; init; } = Owner;

    /// <summary>When the user was created.</summary>
    /// <example>2026-11-20T08:15:00Z</example>
    public DateTime CreatedAt { get; init; } = CreatedAt;

    /// <summary>When the user last signed in. Null if never.</summary>
    public DateTime? LastSignInAt { get; init; } = LastSignInAt;
}

/// <summary>What a new user is to be.</summary>
public sealed record CreateUserRequest
{
    /// <summary>An integration may have none: one is made from its name (<see cref="IntegrationEmail"/>).</summary>
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

/// <summary>The filters of the page of users as they stand in its address, and in that of its file; what does not exist filters
/// nothing.</summary>
/// <param name="Q">Part of a name or email.</param>
/// <param name="Group">A group's code.</param>
/// <param name="Status"><c>enabled</c> or <c>disabled</c>.</param>
/// <param name="Kind"><c>person</c> or <c>integration</c>.</param>
public sealed record UserFilters(string? Q, string? Group, string? Status, string? Kind)
{
    /// <summary>The status of people who were invited and have not chosen a password.</summary>
    public const string Invited = "invited";

    /// <summary>What they list.</summary>
    public UserQuery ToQuery() => new()
    {
        Search = SearchText.Clean(Q),
        GroupCode = ListPage.Given(Group),
        Enabled = Status switch { "enabled" => true, "disabled" => false, _ => null },
        IsInvited = Status == Invited,
        Kind = Kind switch { "person" => UserKind.Person, "integration" => UserKind.Integration, _ => null },
    };
}

/// <summary>The query string of a list of users, as text, so that every error can name its field.</summary>
/// <param name="Limit">The number of items per page.</param>
/// <param name="After">The cursor of the previous page.</param>
/// <param name="Kind">List only people or only integrations.</param>
/// <param name="Enabled">List only enabled users (true) or only disabled users (false). By default both.</param>
/// <param name="Group">List only users in the user group with this code, for example <c>integration</c>.</param>
/// <param name="Q">List only users whose name or email contains this text, for example <c>vries</c>.</param>
/// <param name="Sort">How the list is sorted.</param>
public sealed record UserListRequest(
    string? Limit = null,
    string? After = null,
    [property: ParsedAs<UserKind>] string? Kind = null,
    [property: ParsedAs<bool>] string? Enabled = null,
    [property: MaxLength(CodeText.Length)] string? Group = null,
    [property: MaxLength(SearchText.MaximumSearch)] string? Q = null,
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

    /// <summary>Only enabled people who were invited and have not chosen a password yet.</summary>
    public bool IsInvited { get; init; }

    public UserSort Sort { get; init; } = UserSort.Name;

    public bool Descending { get; init; }

    public PageWindow Window { get; init; } = new(0, 50);
}
