namespace CommerceKitty.Admin.Security;

/// <summary>How somebody acts: signed in, by API key, at the command line, as the system, or not signed in.</summary>
/// <example>person</example>
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

    /// <summary>Someone not known yet, trying to sign in. May do nothing.</summary>
    Anonymous,
}
