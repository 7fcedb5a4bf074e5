using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Access;

/// <summary>Decides whether a value is accepted (R4). It accepts by what this node remembers under its lease (R12), and refuses only by
/// what the database says after the question was asked: a key that was made or enabled a moment ago on another node is never turned
/// away.</summary>
public sealed class ApiKeyVerifier(AccessSnapshot snapshot, TimeProvider time)
{
    private static readonly KeyVerdict Malformed = new(null, KeyRefusal.Malformed, null);
    private static readonly KeyVerdict Unknown = new(null, KeyRefusal.Unknown, null);

    /// <summary>Checks the form first, so that garbage costs nothing, then finds the key by its hash.</summary>
    /// <exception cref="TimeoutException">The database does not answer, so nothing can be said (R11).</exception>
    public ValueTask<KeyVerdict> VerifyAsync(ReadOnlyMemory<char> value) => VerifyAsync(ApiKeyToken.TryHash(value.Span));

    /// <summary>The same for who has the hash already.</summary>
    /// <param name="sent">The hash of the value; null when it has not the form of one.</param>
    /// <exception cref="TimeoutException">The database does not answer, so nothing can be said (R11).</exception>
    public ValueTask<KeyVerdict> VerifyAsync(in KeyHash? sent)
    {
        if (sent is not { } hash)
            return ValueTask.FromResult(Malformed);
        var held = snapshot.HoldAsync();
        if (
            held.IsCompletedSuccessfully
            && snapshot.TryFind(hash, out var key, out var access)
            && Judge(key, access) is { Key: not null } accepted)
            return ValueTask.FromResult(accepted);
        return new(VerifyAsync(hash, held));
    }

    private async Task<KeyVerdict> VerifyAsync(KeyHash hash, ValueTask held)
    {
        await held;
        var remembered = await DecideAsync(hash);
        if (remembered.Key is not null)
            return remembered;
        await snapshot.ConfirmAsync();
        return await DecideAsync(hash);
    }

    private async Task<KeyVerdict> DecideAsync(KeyHash hash) =>
        await snapshot.FindAsync(hash) is var (key, access) ? Judge(key, access) : Unknown;

    private KeyVerdict Judge(KeyState key, KeyAccess access)
    {
        KeyRefusal? refusal = key switch
        {
            { Revoked: true } => KeyRefusal.Revoked,
            { Enabled: false } => KeyRefusal.Disabled,
            // By the clock at each request, never remembered (design §4).
            { ValidUntil: { } end } when time.GetUtcNow().UtcDateTime >= end =>
                key.EndsByRotation ? KeyRefusal.Replaced : KeyRefusal.Expired,
            _ => access.User.Enabled ? null : KeyRefusal.UserDisabled,
        };
        return new(refusal is null ? access : null, refusal, key.Id);
    }
}
