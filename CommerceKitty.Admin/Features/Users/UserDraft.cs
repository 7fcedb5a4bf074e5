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

/// <summary>A user as a form holds it: what was typed, beside what is saved.</summary>
public sealed class UserDraft
{
    public Edited<string> Email { get; } = new();

    public Edited<string> FirstName { get; } = new();

    public Edited<string> LastName { get; } = new();

    public Edited<string> GroupCode { get; } = new();

    public Edited<UserKind> Kind { get; } = new();

    /// <summary>Takes in the user as it is saved now.</summary>
    public void Load(UserRow user)
    {
        Email.Load(user.Email);
        FirstName.Load(user.FirstName);
        LastName.Load(user.LastName);
        GroupCode.Load(user.GroupCode);
        Kind.Load(user.Kind);
    }

    /// <summary>Asks for a new user of this kind.</summary>
    public CreateUserRequest ToCreateRequest(UserKind kind) => new()
    {
        Email = Email.Value,
        FirstName = FirstName.Value,
        LastName = LastName.Value,
        GroupCode = GroupCode.Value,
        Kind = kind,
    };

    /// <summary>Asks for the user to become what the form holds.</summary>
    public UserEdit ToEdit() => new()
    {
        Email = Email.Value,
        FirstName = FirstName.Value,
        LastName = LastName.Value,
        GroupCode = GroupCode.Value,
        Kind = Kind.Value,
    };
}
