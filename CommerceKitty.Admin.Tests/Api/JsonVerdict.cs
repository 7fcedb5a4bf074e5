namespace CommerceKitty.Admin.Tests.Api;

/// <summary>What a parser of JSON (RFC 8259) must make of a text.</summary>
public enum JsonVerdict
{
    /// <summary>It is JSON.</summary>
    Json,

    /// <summary>It is not.</summary>
    NotJson,

    /// <summary>The standard leaves it to the parser.</summary>
    Either,
}
