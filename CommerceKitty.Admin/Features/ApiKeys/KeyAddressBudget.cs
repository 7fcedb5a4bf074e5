namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>How many addresses of all keys together are told apart in memory; beyond it they are counted as others.</summary>
internal sealed class KeyAddressBudget(int most)
{
    private int _used;

    /// <summary>How many are told apart now.</summary>
    public int Used => Volatile.Read(ref _used);

    /// <summary>Takes one.</summary>
    /// <returns>False when there is none left.</returns>
    public bool TryTake()
    {
        if (Interlocked.Increment(ref _used) <= most)
            return true;
        Interlocked.Decrement(ref _used);
        return false;
    }

    /// <summary>Gives some back.</summary>
    public void Return(int count) => Interlocked.Add(ref _used, -count);
}
