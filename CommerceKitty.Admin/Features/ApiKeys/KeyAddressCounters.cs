using System.Net;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>From where a key is used, until it is saved. A request from where the last one came from adds to a number and makes no
/// object.</summary>
internal sealed class KeyAddressCounters(KeyAddressBudget budget)
{
    private readonly Lock _adding = new();
    private Counter? _last;
    private Counter? _counters;
    private int _taken;

    /// <summary>True when something is not saved.</summary>
    public bool IsUnsaved
    {
        get
        {
            for (var counter = Volatile.Read(ref _counters); counter is not null; counter = counter.Next)
            {
                if (counter.Unsaved > 0)
                    return true;
            }

            return false;
        }
    }

    /// <summary>Adds one.</summary>
    public void Count(DateTime now, IPAddress? address, string userAgent)
    {
        var hour = now.Ticks / TimeSpan.TicksPerHour;
        var last = _last;
        if (last is null || !last.Is(hour, address))
            _last = last = Find(hour, address) ?? Add(hour, address);
        last.Increment(now, userAgent);
    }

    /// <summary>What to save now.</summary>
    public List<(Counter Counter, long Count)> Take()
    {
        var counts = new List<(Counter, long)>();
        for (var counter = Volatile.Read(ref _counters); counter is not null; counter = counter.Next)
        {
            if (counter.Unsaved is > 0 and var count)
                counts.Add((counter, count));
        }

        return counts;
    }

    /// <summary>Lets go of past hours.</summary>
    public void DropBefore(long hour)
    {
        lock (_adding)
        {
            Counter? kept = null;
            for (var counter = _counters; counter is not null; counter = counter.Next)
            {
                if (!counter.IsPast(hour))
                {
                    kept = counter;
                    continue;
                }

                if (kept is null)
                    Volatile.Write(ref _counters, counter.Next);
                else
                    kept.Next = counter.Next;
                if (!counter.IsOthers)
                    Return(1);
            }
        }
    }

    /// <summary>Gives back what it has taken of the budget: nobody needs it any more. A request that holds it still counts on.</summary>
    public void Release()
    {
        lock (_adding)
            Return(_taken);
    }

    private void Return(int count)
    {
        _taken -= count;
        budget.Return(count);
    }

    private Counter? Find(long hour, IPAddress? address)
    {
        for (var counter = Volatile.Read(ref _counters); counter is not null; counter = counter.Next)
        {
            if (counter.Is(hour, address))
                return counter;
        }

        return null;
    }

    private Counter Add(long hour, IPAddress? address)
    {
        lock (_adding)
        {
            // Another request may have added it since.
            if (Find(hour, address) is { } found)
                return found;
            var addresses = 0;
            Counter? others = null;
            for (var counter = _counters; counter is not null; counter = counter.Next)
            {
                if (counter.IsOf(hour))
                    (addresses, others) = counter.IsOthers ? (addresses, counter) : (addresses + 1, others);
            }

            var isOthers = addresses >= ApiKeyAddress.MostAddresses || !budget.TryTake();
            if (isOthers && others is not null)
                return others;
            _taken += isOthers ? 0 : 1;
            var added = new Counter(hour, address, isOthers, _counters);
            Volatile.Write(ref _counters, added);
            return added;
        }
    }

    /// <summary>How often the key was used from one address within an hour.</summary>
    internal sealed class Counter(long hour, IPAddress? address, bool isOthers, Counter? next)
    {
        private long _count;
        private long _saved;
        private long _at;
        private string _userAgent = string.Empty;

        public Counter? Next { get; set; } = next;

        public bool IsOthers => isOthers;

        public DateTime Hour => new(hour * TimeSpan.TicksPerHour, DateTimeKind.Utc);

        /// <summary>As it is stored; empty for all others together.</summary>
        public string Address => isOthers ? string.Empty : AddressText.Of(address) is { Length: > 0 } text ? text : "unknown";

        public string UserAgent => isOthers ? string.Empty : ApiKeyLastUse.SanitizeUserAgent(Volatile.Read(ref _userAgent));

        public DateTime LastAt => new(Volatile.Read(ref _at), DateTimeKind.Utc);

        public long Unsaved => Volatile.Read(ref _count) - Volatile.Read(ref _saved);

        public bool Is(long otherHour, IPAddress? otherAddress) => hour == otherHour && !isOthers && Equals(address, otherAddress);

        public bool IsOf(long otherHour) => hour == otherHour;

        public bool IsPast(long firstHour) => hour < firstHour && Unsaved == 0;

        public void Increment(DateTime now, string userAgent)
        {
            Volatile.Write(ref _at, now.Ticks);
            if (!ReferenceEquals(_userAgent, userAgent))
                Volatile.Write(ref _userAgent, userAgent);
            Interlocked.Increment(ref _count);
        }

        public void Saved(long count) => Volatile.Write(ref _saved, _saved + count);
    }
}
