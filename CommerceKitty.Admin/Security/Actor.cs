using System.Net;
using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Security;

/// <summary>Who performs an operation: the user, and the key when it came by key. Every service call has one.</summary>
public sealed record Actor
{
    /// <summary>The way it acts.</summary>
    public required ActorKind Kind { get; init; }

    /// <summary>The user it acts as; null for the command line and the system.</summary>
    public UserAccess? User { get; init; }

    /// <summary>The key's id, when it came by key.</summary>
    public int? ApiKeyId { get; init; }

    /// <summary>The key's name, when it came by key and a change is being made: read in its transaction.</summary>
    public string? ApiKeyName { get; init; }

    /// <summary>The hash of the value it came by: of two values of a rotated key, which one. Not public, so that no record prints
    /// it.</summary>
    internal KeyHash? ApiKeyValue { get; init; }

    /// <summary>The session of a signed-in person; null for everybody else.</summary>
    internal int? SessionId { get; init; }

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

    /// <summary>Someone who tries to sign in.</summary>
    public static Actor Anonymous(IPAddress? address) => new() { Kind = ActorKind.Anonymous, Address = address, Label = "Not signed in" };

    /// <summary>A signed-in person.</summary>
    public static Actor Person(UserAccess user, IPAddress? address, int? sessionId = null) =>
        new() { Kind = ActorKind.Person, User = user, Address = address, SessionId = sessionId, Label = user.Name };

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
