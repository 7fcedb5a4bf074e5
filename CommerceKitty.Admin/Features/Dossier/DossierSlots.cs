using System.Collections.Concurrent;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.Dossier;

/// <summary>How many dossiers are written at the same time: each holds some megabytes, however slowly its caller reads.</summary>
public sealed class DossierSlots
{
    /// <summary>On a node.</summary>
    public const int Most = 4;

    /// <summary>What one that must wait is told.</summary>
    public const string Taken = "Too many dossiers are being downloaded. Wait for one to end, then try again.";

    /// <summary>When to try again, in seconds.</summary>
    public const string RetryAfter = "10";

    private readonly ConcurrentDictionary<string, byte> _busy = new();
    private int _taken;

    /// <summary>Takes a slot until the answer is disposed; null when all are taken, or this actor has one.</summary>
    public IDisposable? Take(Actor actor)
    {
        var name = $"{actor.User?.UserId}/{actor.ApiKeyId}/{actor.SessionId}";
        if (!_busy.TryAdd(name, 0))
            return null;
        if (Interlocked.Increment(ref _taken) <= Most)
            return new Slot(this, name);
        Release(name);
        return null;
    }

    private void Release(string name)
    {
        Interlocked.Decrement(ref _taken);
        _busy.TryRemove(name, out _);
    }

    private sealed class Slot(DossierSlots slots, string name) : IDisposable
    {
        public void Dispose() => slots.Release(name);
    }
}
