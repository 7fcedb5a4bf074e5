using System.ComponentModel.DataAnnotations;
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
