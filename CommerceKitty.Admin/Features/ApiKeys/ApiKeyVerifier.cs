using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Why a key was not accepted. For us alone; callers all get the same answer (R9).</summary>
public enum KeyRefusal
{
    /// <summary>Not of a key's form, or the checksum does not fit.</summary>
    Malformed,

    /// <summary>Of a key's form, but no such key exists.</summary>
    Unknown,

    /// <summary>Switched off.</summary>
    Disabled,

    /// <summary>Revoked for good.</summary>
    Revoked,

    /// <summary>The user it acts as is disabled.</summary>
    UserDisabled,
}

/// <summary>Decides whether a value lets in (R4), by the database's state at this moment.</summary>
public sealed class ApiKeyVerifier(AccessReader access)
{
    /// <summary>Checks the form first, so that garbage costs no look-up, then looks the key up by its hash.</summary>
    /// <returns>The key's access, or why it does not let in.</returns>
    public async Task<(KeyAccess? Key, KeyRefusal? Refusal)> VerifyAsync(ReadOnlyMemory<char> value, CancellationToken ct = default)
    {
        if (!ApiKeyToken.IsWellFormed(value.Span))
            return (null, KeyRefusal.Malformed);
        var key = await access.FindKeyAsync(ApiKeyToken.Hash(value.Span), ct);
        return key switch
        {
            null => (null, KeyRefusal.Unknown),
            { Revoked: true } => (null, KeyRefusal.Revoked),
            { Enabled: false } => (null, KeyRefusal.Disabled),
            { User.Enabled: false } => (null, KeyRefusal.UserDisabled),
            _ => (key, null),
        };
    }
}
