using System.Net;
using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.Refusals;

/// <summary>The refusals of this node that are not written yet. Bounded as the ledger is, some 300 bytes a kind: who sends random values
/// from random addresses fills no memory, and every one of them is still counted.</summary>
internal sealed class RefusalTally
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(long Hour, int ApiKeyId), HashSet<IPAddress>> _addresses = [];
    private Dictionary<RefusalKind, RefusalCount> _counts = [];

    /// <summary>How many kinds there are.</summary>
    public int Kinds
    {
        get
        {
            lock (_gate)
                return _counts.Count;
        }
    }

    /// <summary>Adds refusals of one kind.</summary>
    public void Add(in RefusalKind kind, in RefusalCount count)
    {
        lock (_gate)
        {
            var bounded = _counts.ContainsKey(kind) ? kind : Bounded(kind);
            _counts[bounded] = _counts.TryGetValue(bounded, out var before) ? before.With(count) : count;
        }
    }

    /// <summary>Takes all there are. What cannot be written is added again.</summary>
    public Dictionary<RefusalKind, RefusalCount> Take()
    {
        lock (_gate)
        {
            var taken = _counts;
            _counts = [];
            _addresses.Clear();
            return taken;
        }
    }

    private RefusalKind Bounded(in RefusalKind kind)
    {
        if (_counts.Count >= Refusal.MostRows)
            return kind.OthersOfHour;
        if (kind.IsOthers || kind.Address is not { } address)
            return kind;
        if (!_addresses.TryGetValue((kind.Hour, kind.ApiKeyId), out var addresses))
            _addresses[(kind.Hour, kind.ApiKeyId)] = addresses = [];
        if (addresses.Count >= RefusalKind.MostAddresses(kind.ApiKeyId) && !addresses.Contains(address))
            return kind.OthersOfKey;
        addresses.Add(address);
        return kind;
    }
}
