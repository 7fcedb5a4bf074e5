using System.ComponentModel.DataAnnotations;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.UserGroups;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>The user that an API key acts as.</summary>
public sealed record MeUser(int Id, string Email, string Name, bool Owner, UserGroupReference? Group)
{
    /// <summary>The user's ID. It never changes and is never reused.</summary>
    /// <example>6</example>
    public int Id { get; init; } = Id;

    /// <summary>The user's email, which is unique.</summary>
    /// <example>integration@commercekitty.example</example>
    [EmailAddress, Length(3, TextRules.EmailLength)]
    public string Email { get; init; } = Email;

    /// <summary>The user's first and last name.</summary>
    /// <example>Nightly Inventory</example>
    [Length(1, TextRules.FullNameLength)]
    public string Name { get; init; } = Name;

    /// <summary>Whether the user is the account owner, who has all permissions.</summary>
    /// <example>false</example>
    public bool Owner { get; init; } = Owner;

    /// <summary>The user group. Null when the user is in none.</summary>
    public UserGroupReference? Group { get; init; } = Group;
}
