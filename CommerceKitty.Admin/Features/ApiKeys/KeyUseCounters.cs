using System.Net;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>One key's uses on this node until they are saved. Requests add without waiting for each other; one flush at a time
/// takes.</summary>
internal sealed class KeyUseCounters(KeyAddressBudget budget)
{
    private readonly KeyAddressCounters _addresses = new(budget);
    private readonly Lock _adding = new();
    private LatestUse? _latest;
    private Counter? _counters;
    private bool _quiet;
    private volatile bool _retired;

    /// <summary>True when something is not saved.</summary>
    public bool IsUnsaved
    {
        get
        {
            if (_latest is { IsUnsaved: true } || _addresses.IsUnsaved)
                return true;
            for (var counter = _counters; counter is not null; counter = counter.Next)
            {
                if (counter.Unsaved > 0)
                    return true;
            }

            return false;
        }
    }

    /// <summary>True once the recorder has let go of it. A request that counted after that hands it back.</summary>
    public bool IsRetired => _retired;

    /// <summary>Lets go of it, unless something was counted since. Whatever a request counts from now on, that request sees
    /// <see cref="IsRetired"/> afterwards.</summary>
    public bool Retire()
    {
        _retired = true;
        Interlocked.MemoryBarrier();
        if (!IsUnsaved)
        {
            _addresses.Release();
            return true;
        }

        _retired = false;
        return false;
    }

    /// <summary>The latest use, if it is not saved yet.</summary>
    public KeyUse? UnsavedUse => _latest is { IsUnsaved: true } latest ? latest.ToUse() : null;

    /// <summary>How many counters there are.</summary>
    internal int Counters
    {
        get
        {
            var count = 0;
            for (var counter = _counters; counter is not null; counter = counter.Next)
                count++;
            return count;
        }
    }

    /// <summary>Adds one to a counter.</summary>
    public void Count(DateTime now, Permission? permission, KeyUseResult result)
    {
        var hour = now.Ticks / TimeSpan.TicksPerHour;
        var index = permission?.Index ?? -1;
        if (IncrementIfThere(hour, index, result))
            return;
        lock (_adding)
        {
            // Another request may have added it since: two of the same would be two rows with one key.
            if (!IncrementIfThere(hour, index, result))
                Volatile.Write(ref _counters, new Counter(hour, index, permission?.Name ?? string.Empty, result, _counters));
        }
    }

    private bool IncrementIfThere(long hour, int permissionIndex, KeyUseResult result)
    {
        for (var counter = Volatile.Read(ref _counters); counter is not null; counter = counter.Next)
        {
            if (counter.Is(hour, permissionIndex, result))
            {
                counter.Increment();
                return true;
            }
        }

        return false;
    }

    /// <summary>Remembers this as the latest use.</summary>
    public void Use(DateTime now, IPAddress? address, string userAgent)
    {
        _addresses.Count(now, address, userAgent);
        var latest = _latest;
        if (latest is not null && latest.IsFrom(address, userAgent))
            latest.Again(now);
        else
            _latest = new LatestUse(now, address, userAgent);
    }

    /// <summary>What to save now. Until it says that it was saved, it stays.</summary>
    public Unsaved Take()
    {
        var counts = new List<(Counter Counter, long Count)>();
        for (var counter = Volatile.Read(ref _counters); counter is not null; counter = counter.Next)
        {
            if (counter.Unsaved is > 0 and var count)
                counts.Add((counter, count));
        }

        var latest = _latest;
        return new Unsaved(this, latest is { IsUnsaved: true } ? latest.ToUse() : null, latest, counts, _addresses.Take());
    }

    /// <summary>True when nothing came since this was last asked: then nobody needs it any more. Lets go of past hours.</summary>
    public bool IsIdle(DateTime now)
    {
        // The hour before too: a request may have looked at the clock just before it turned.
        var hour = now.Ticks / TimeSpan.TicksPerHour - 1;
        DropBefore(hour);
        _addresses.DropBefore(hour);
        var wasQuiet = _quiet;
        _quiet = !IsUnsaved;
        return wasQuiet && _quiet;
    }

    private void DropBefore(long hour)
    {
        lock (_adding)
        {
            Counter? kept = null;
            for (var counter = _counters; counter is not null; counter = counter.Next)
            {
                if (!counter.IsPast(hour))
                    kept = counter;
                else if (kept is null)
                    Volatile.Write(ref _counters, counter.Next);
                else
                    kept.Next = counter.Next;
            }
        }
    }

    /// <summary>What a flush took.</summary>
    internal sealed record Unsaved(
        KeyUseCounters Counters,
        KeyUse? Use,
        LatestUse? Latest,
        List<(Counter Counter, long Count)> Counts,
        List<(KeyAddressCounters.Counter Counter, long Count)> Addresses)
    {
        /// <summary>It is in the database.</summary>
        public void Saved()
        {
            foreach (var (counter, count) in Counts)
                counter.Saved(count);
            foreach (var (counter, count) in Addresses)
                counter.Saved(count);
            if (Use is not null)
                Latest!.Saved(Use.At);
            Counters._quiet = false;
        }
    }

    /// <summary>Who used the key last. While the same client goes on, only the time changes.</summary>
    internal sealed class LatestUse(DateTime at, IPAddress? address, string userAgent)
    {
        private readonly string _address = AddressText.Of(address);
        private readonly string _keptUserAgent = ApiKeyLastUse.SanitizeUserAgent(userAgent);
        private long _at = at.Ticks;
        private long _savedAt;

        public bool IsUnsaved => Volatile.Read(ref _at) > Volatile.Read(ref _savedAt);

        public bool IsFrom(IPAddress? otherAddress, string otherUserAgent) =>
            Equals(address, otherAddress) && string.Equals(userAgent, otherUserAgent, StringComparison.Ordinal);

        public void Again(DateTime now) => Volatile.Write(ref _at, now.Ticks);

        public KeyUse ToUse() => new(new DateTime(Volatile.Read(ref _at), DateTimeKind.Utc), _address, _keptUserAgent);

        public void Saved(DateTime saved) => Volatile.Write(ref _savedAt, saved.Ticks);
    }

    /// <summary>How often the same came of it within an hour.</summary>
    internal sealed class Counter(long hour, int permissionIndex, string permission, KeyUseResult result, Counter? next)
    {
        private long _count = 1;
        private long _saved;

        public Counter? Next { get; set; } = next;

        public DateTime Hour => new(hour * TimeSpan.TicksPerHour, DateTimeKind.Utc);

        public string Permission => permission;

        public KeyUseResult Result => result;

        public long Unsaved => Volatile.Read(ref _count) - Volatile.Read(ref _saved);

        public bool Is(long otherHour, int otherPermission, KeyUseResult otherResult) =>
            hour == otherHour && permissionIndex == otherPermission && result == otherResult;

        public bool IsPast(long firstHour) => hour < firstHour && Unsaved == 0;

        public void Increment() => Interlocked.Increment(ref _count);

        public void Saved(long count) => Volatile.Write(ref _saved, _saved + count);
    }
}
