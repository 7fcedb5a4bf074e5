namespace CommerceKitty.Admin.Entities;

/// <summary>What a user is.</summary>
public enum UserKind
{
    /// <summary>Someone who can sign in.</summary>
    Person,

    /// <summary>A program: it can never sign in, has no password, and exists so that keys can act as it.</summary>
    Integration,
}
