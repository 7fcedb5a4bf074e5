using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;

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
        // What a person's fields hold was typed before the kind was changed.
        Email = kind == UserKind.Person ? Email.Value : null,
        FirstName = FirstName.Value,
        LastName = kind == UserKind.Person ? LastName.Value : null,
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
