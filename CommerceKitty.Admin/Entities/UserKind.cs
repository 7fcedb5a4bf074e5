namespace CommerceKitty.Admin.Entities;

/// <summary>A person can sign in. An integration only has API keys.</summary>
/// <example>integration</example>
public enum UserKind
{
    /// <summary>Someone who can sign in.</summary>
    Person,

    /// <summary>A program: it can never sign in, has no password, and exists so that keys can act as it.</summary>
    Integration,
}
