using Microsoft.AspNetCore.Identity;

namespace CommerceKitty.Admin.Entities;

/// <summary>A person or an integration that acts. Disabled rather than deleted: its history stays.</summary>
public sealed class User : IdentityUser<int>
{
    public required string FirstName { get; set; }

    public required string LastName { get; set; }

    public UserKind Kind { get; set; }

    /// <summary>A disabled user may do nothing, neither in the web UI nor by key (R2).</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The account owner. At most one user has it: a unique index says so.</summary>
    public bool IsOwner { get; set; }

    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>UTC; null when the user never signed in.</summary>
    public DateTime? LastSignInAt { get; set; }

    /// <summary>First and last name, as people read it.</summary>
    public string Name => FullName(FirstName, LastName);

    /// <summary>What it is found by. Stored, and computed again for every save.</summary>
    public string SearchText
    {
        get => Common.SearchText.Of(Name, Email ?? string.Empty);
        private set { }
    }

    /// <summary>Joins a first and a last name, either of which may be empty.</summary>
    public static string FullName(string firstName, string lastName) => $"{firstName} {lastName}".Trim();
}
