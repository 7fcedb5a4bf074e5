using System.Net;
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
    /// <param name="value">What was sent.</param>
    /// <param name="address">The caller's address; without one, a key with allowed networks is refused.</param>
    /// <exception cref="TimeoutException">The database does not answer, so nothing can be said (R11).</exception>
    public ValueTask<KeyVerdict> VerifyAsync(ReadOnlyMemory<char> value, IPAddress? address = null) =>
        VerifyAsync(ApiKeyToken.TryHash(value.Span), address);

    /// <summary>The same for who has the hash already.</summary>
    /// <param name="sent">The hash of the value; null when it has not the form of one.</param>
    /// <param name="address">The caller's address.</param>
    /// <exception cref="TimeoutException">The database does not answer, so nothing can be said (R11).</exception>
    public ValueTask<KeyVerdict> VerifyAsync(in KeyHash? sent, IPAddress? address)
    {
        if (sent is not { } hash)
            return ValueTask.FromResult(Malformed);
        var held = snapshot.HoldAsync();
        if (
            held.IsCompletedSuccessfully
            && snapshot.TryFind(hash, out var key, out var access)
            && Judge(key, access, address) is { Key: not null } accepted)
            return ValueTask.FromResult(accepted);
        return new(VerifyAsync(hash, address, held));
    }

    private async Task<KeyVerdict> VerifyAsync(KeyHash hash, IPAddress? address, ValueTask held)
    {
        await held;
        var remembered = await DecideAsync(hash, address);
        if (remembered.Key is not null)
            return remembered;
        await snapshot.ConfirmAsync();
        return await DecideAsync(hash, address);
    }

    private async Task<KeyVerdict> DecideAsync(KeyHash hash, IPAddress? address) =>
        await snapshot.FindAsync(hash) is var (key, access) ? Judge(key, access, address) : Unknown;

    private KeyVerdict Judge(KeyState key, KeyAccess access, IPAddress? address)
    {
        KeyRefusal? refusal = key switch
        {
            { IsEnded: true } => KeyRefusal.Replaced,
            { Revoked: true } => KeyRefusal.Revoked,
            // By the clock at each request, never remembered (design §4).
            { Enabled: false } when !(time.GetUtcNow().UtcDateTime >= key.PausedUntil) => KeyRefusal.Disabled,
            { ValidUntil: { } end } when time.GetUtcNow().UtcDateTime >= end =>
                key.EndsByRotation ? KeyRefusal.Replaced : KeyRefusal.Expired,
            _ when !access.User.Enabled => KeyRefusal.UserDisabled,
            { Networks: { } networks } when !networks.Holds(address) => KeyRefusal.Network,
            _ => null,
        };
        return new(refusal is null ? access : null, refusal, key.Id);
    }
}
