namespace CommerceKitty.Admin.Access;

/// <summary>What a request's headers say about who calls (RFC 6750 §2.1, RFC 9110 §11.4).</summary>
public enum BearerCredentialKind
{
    /// <summary>No bearer credentials.</summary>
    None,

    /// <summary>One bearer value; it may be garbage.</summary>
    Present,

    /// <summary>Credentials sent twice, or in two ways.</summary>
    Ambiguous,
}
