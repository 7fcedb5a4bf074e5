using System.Net;

namespace CommerceKitty.Admin.Security;

/// <summary>By which way an actor acts.</summary>
public enum ActorKind
{
    /// <summary>A signed-in person in the web UI.</summary>
    Person,

    /// <summary>A user by way of an API key.</summary>
    ApiKey,

    /// <summary>The operator at the command line of the server's machine.</summary>
    CommandLine,

    /// <summary>The application itself: seeding and upkeep.</summary>
    System,

    /// <summary>Somebody not known yet, trying to sign in. May do nothing.</summary>
    Anonymous,
}

/// <summary>A user as authorization sees it: who, enabled or not, and the group whose permissions it has.</summary>
/// <param name="UserId">The user's id.</param>
/// <param name="Email">The sign-in name.</param>
/// <param name="Name">First and last name.</param>
/// <param name="IsOwner">The account owner, who bypasses permission checks (R2).</param>
/// <param name="Enabled">A disabled user may do nothing (R2).</param>
/// <param name="SecurityStamp">Identity's stamp; a session with another stamp is over.</param>
/// <param name="GroupCode">The group's code; empty when the user is in no group, and then may do nothing.</param>
/// <param name="GroupName">The group's name.</param>
/// <param name="GroupPermissions">What the group grants.</param>
public sealed record UserAccess(
    int UserId, string Email, string Name, bool IsOwner, bool Enabled, string SecurityStamp,
    string GroupCode, string GroupName, PermissionSet GroupPermissions)
{
    /// <summary>What the user may do: everything for the owner, else what the group grants (R2).</summary>
    public PermissionSet Permissions => IsOwner ? PermissionSet.All : GroupPermissions;
}

/// <summary>Who performs an operation: the user, and the key when it came by key. Every service call has one.</summary>
public sealed record Actor
{
    /// <summary>The way it acts.</summary>
    public required ActorKind Kind { get; init; }

    /// <summary>The user it acts as; null for the command line and the system.</summary>
    public UserAccess? User { get; init; }

    /// <summary>The key's id, when it came by key.</summary>
    public int? ApiKeyId { get; init; }

    /// <summary>The hash of the value it came by: of two values of a rotated key, which one. Not public, so that no record prints
    /// it.</summary>
    internal KeyHash? ApiKeyValue { get; init; }

    /// <summary>The key's own limit of requests; null for the usual one.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>The caller's address, when there is one.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>How audit entries name it, e.g. "Olivia Owner" or "Command line (root)".</summary>
    public required string Label { get; init; }

    /// <summary>The application itself.</summary>
    public static readonly Actor System = new() { Kind = ActorKind.System, Label = "System" };

    /// <summary>The operator at the command line of the server's machine.</summary>
    public static Actor CommandLine(string operatingSystemUser) =>
        new() { Kind = ActorKind.CommandLine, Label = $"Command line ({operatingSystemUser})" };

    /// <summary>Somebody who tries to sign in.</summary>
    public static Actor Anonymous(IPAddress? address) => new() { Kind = ActorKind.Anonymous, Address = address, Label = "Not signed in" };

    /// <summary>A signed-in person.</summary>
    public static Actor Person(UserAccess user, IPAddress? address) =>
        new() { Kind = ActorKind.Person, User = user, Address = address, Label = user.Name };

    /// <summary>A user by way of one of its keys.</summary>
    public static Actor ByKey(UserAccess user, int apiKeyId, IPAddress? address, KeyHash? value = null, int? requestsPerMinute = null) =>
        new()
        {
            Kind = ActorKind.ApiKey,
            User = user,
            ApiKeyId = apiKeyId,
            ApiKeyValue = value,
            RequestsPerMinute = requestsPerMinute,
            Address = address,
            Label = user.Name,
        };
}
