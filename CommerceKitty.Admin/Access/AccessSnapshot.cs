using System.Collections.Concurrent;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Access;

/// <summary>What this node remembers about keys, users and groups, kept exact by the lease (design §4, R12). The caller holds the lease
/// first. Loads what it does not know, forgets what the log of changes names, and knows of every key that exists whether it
/// exists.</summary>
public sealed partial class AccessSnapshot : IHostedService
{
    /// <summary>How many keys are remembered; beyond it all are forgotten at once, which is simple and happens seldom.</summary>
    internal const int MostKeys = 250_000;

    /// <summary>Loads at the same time: more would only wait for each other in the database.</summary>
    private const int MostLoads = 8;

    /// <summary>How long the first reading of all fingerprints may take.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);

    private readonly AccessReader _reader;
    private readonly ILogger<AccessSnapshot> _logger;
    private readonly AccessLease _lease;
    private readonly SemaphoreSlim _loads = new(MostLoads, MostLoads);
    private readonly Lock _writing = new();
    private readonly SharedLoads<KeyHash, KeyState> _keyLoads;
    private readonly SharedLoads<int, UserState> _userLoads;
    private readonly SharedLoads<int, GroupState> _groupLoads;
    private readonly ConcurrentDictionary<KeyHash, CachedKey> _keys = new();
    private readonly ConcurrentDictionary<int, KeyHash[]> _hashesOfKey = new();
    private readonly ConcurrentDictionary<int, CachedUser> _users = new();
    private readonly ConcurrentDictionary<int, GroupState> _groups = new();

    // What is loaded while something is forgotten may be from before the change: it serves its own request and is not remembered.
    private long _forgotten;
    private long _version = -1;
    private KeyFingerprints _fingerprints = new();

    /// <summary>A snapshot that knows nothing yet.</summary>
    public AccessSnapshot(
        AccessReader reader, LeaseTerms terms, [FromKeyedServices(MonotonicClock)] TimeProvider clock, ILogger<AccessSnapshot> logger)
    {
        (_reader, _logger) = (reader, logger);
        _lease = new AccessLease(CatchUpAsync, terms, clock);
        _keyLoads = new(terms.Duration, clock);
        _userLoads = new(terms.Duration, clock);
        _groupLoads = new(terms.Duration, clock);
    }

    /// <summary>Names the clock that measures leases: never a clock that tests move, unless they are about it.</summary>
    public const string MonotonicClock = "monotonic";

    /// <summary>How many keys exist, as far as this node knows.</summary>
    public int KnownKeys => _fingerprints.Count;

    /// <summary>Bytes that knowing them takes.</summary>
    public long FingerprintBytes => _fingerprints.Bytes;

    /// <summary>False when no key that this node knows has the hash.</summary>
    public bool MayBeKey(in KeyHash hash) => _fingerprints.MayContain(hash);

    /// <summary>Completes when this node may answer from memory.</summary>
    /// <exception cref="TimeoutException">The database does not answer (R11).</exception>
    public ValueTask HoldAsync() => _lease.HoldAsync();

    /// <summary>Completes when what is remembered is as new as this call: before anybody is refused.</summary>
    /// <exception cref="TimeoutException">The database does not answer (R11).</exception>
    public Task ConfirmAsync() => _lease.ConfirmAsync();

    /// <summary>This node committed a change of access: what it remembers may be older.</summary>
    public void EndLease() => _lease.End();

    /// <summary>The key of that hash with what its user may do, if both are remembered. For the hot path: no I/O, no allocation.</summary>
    public bool TryFind(in KeyHash hash, out KeyState key, out KeyAccess access)
    {
        if (_keys.TryGetValue(hash, out var cached) && _users.TryGetValue(cached.State.UserId, out var user)
            && Compose(user) is { } userAccess)
        {
            key = cached.State;
            access = cached.AccessOf(userAccess);
            return true;
        }

        (key, access) = (null!, null!);
        return false;
    }

    /// <summary>The same, reading what is not remembered; null when there is no such key.</summary>
    public async Task<(KeyState Key, KeyAccess Access)?> FindAsync(KeyHash hash)
    {
        if (TryFind(hash, out var key, out var access))
            return (key, access);
        // Complete at the version this node knows, so no look-up for what nobody has.
        if (!Volatile.Read(ref _fingerprints).MayContain(hash))
            return null;
        if (!_keys.TryGetValue(hash, out var cached))
        {
            if (await LoadAsync(_keyLoads, hash, h => _reader.FindKeyAsync(h.ToArray()), Remember) is not { } found)
                return null;
            cached = new CachedKey(hash, found);
        }

        if (!_users.TryGetValue(cached.State.UserId, out var user))
        {
            if (
                await LoadAsync(
                    _userLoads,
                    cached.State.UserId,
                    id => _reader.FindUserStateAsync(id),
                    (id, u) => _users[id] = new CachedUser(u))
                is not { } found)
                return null;
            user = new CachedUser(found);
        }

        GroupState? group = null;
        if (user.State.GroupId is { } groupId && !_groups.TryGetValue(groupId, out group))
            group = await LoadAsync(_groupLoads, groupId, id => _reader.FindGroupAsync(id), (id, g) => _groups[id] = g);
        return (cached.State, cached.AccessOf(user.AccessIn(group)));
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _lease.ConfirmAsync(StartPatience);
        }
        catch (TimeoutException exception)
        {
            // The first request tries again (R11).
            LogNotStarted(exception);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What the user may do by its group as it is remembered; null when the group is not.</summary>
    private UserAccess? Compose(CachedUser user)
    {
        if (user.State.GroupId is not { } groupId)
            return user.AccessIn(null);
        return _groups.TryGetValue(groupId, out var group) ? user.AccessIn(group) : null;
    }

    /// <summary>Reads the version, and forgets or learns what changed since.</summary>
    private async Task CatchUpAsync()
    {
        var version = await _reader.ReadVersionAsync();
        if (version == _version)
            return;
        var since = _version;
        var log = since < 0 || version < since ? null : await _reader.ReadChangesAsync(since);
        if (log is null)
        {
            await StartOverAsync();
        }
        else
        {
            await LearnKeysAsync([.. log.Where(c => c.Subject == AccessSubject.ApiKey).Select(c => c.SubjectId).Distinct()]);
            Forget(log);
        }

        _version = version;
    }

    /// <summary>There is no log from where this node was: everything is read again.</summary>
    private async Task StartOverAsync()
    {
        var fingerprints = new KeyFingerprints();
        await foreach (var hash in _reader.StreamKeyHashesAsync())
            fingerprints.Add(hash);
        lock (_writing)
        {
            Volatile.Write(ref _fingerprints, fingerprints);
            ForgetAll();
        }

        LogStarted(fingerprints.Count);
    }

    private async Task LearnKeysAsync(List<int> ids)
    {
        foreach (var hash in await _reader.ListKeyHashesAsync(ids))
            _fingerprints.Add(hash);
    }

    private void Forget(IEnumerable<AccessChange> changes)
    {
        lock (_writing)
        {
            _forgotten++;
            foreach (var change in changes)
            {
                switch (change.Subject)
                {
                    case AccessSubject.ApiKey:
                        if (_hashesOfKey.TryRemove(change.SubjectId, out var hashes))
                        {
                            foreach (var hash in hashes)
                                _keys.TryRemove(hash, out _);
                        }

                        break;
                    case AccessSubject.User:
                        _users.TryRemove(change.SubjectId, out _);
                        break;
                    case AccessSubject.UserGroup:
                        _groups.TryRemove(change.SubjectId, out _);
                        break;
                    default:
                        throw new InvalidOperationException($"The log of changes names a {change.Subject}.");
                }
            }
        }
    }

    private void ForgetAll()
    {
        _forgotten++;
        _keys.Clear();
        _hashesOfKey.Clear();
        _users.Clear();
        _groups.Clear();
    }

    private void Remember(KeyHash hash, KeyState state)
    {
        if (_hashesOfKey.Count >= MostKeys)
            ForgetAll();
        _keys[hash] = new CachedKey(hash, state);
        // A rotated key has two values for a while.
        _hashesOfKey.AddOrUpdate(state.Id, [hash], (_, known) => known.Contains(hash) ? known : [.. known, hash]);
    }

    private Task<T?> LoadAsync<TKey, T>(SharedLoads<TKey, T> loads, TKey key, Func<TKey, Task<T?>> read, Action<TKey, T> remember)
        where TKey : notnull
        where T : class => loads.GetAsync(key, async k =>
        {
            await _loads.WaitAsync();
            try
            {
                var forgotten = Interlocked.Read(ref _forgotten);
                var value = await read(k);
                lock (_writing)
                {
                    if (value is not null && forgotten == _forgotten)
                        remember(k, value);
                }

                return value;
            }
            finally
            {
                _loads.Release();
            }
        });

    [LoggerMessage(Level = LogLevel.Information, Message = "Access snapshot begun: {Keys} API keys exist")]
    private partial void LogStarted(int keys);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The access snapshot could not be begun; the first request tries again")]
    private partial void LogNotStarted(Exception exception);

    private sealed class CachedKey(KeyHash value, KeyState state)
    {
        private KeyAccess? _access;

        public KeyState State => state;

        public KeyAccess AccessOf(UserAccess user)
        {
            var access = _access;
            return access is not null && ReferenceEquals(access.User, user) ? access : _access = new KeyAccess(state, user, value);
        }
    }

    private sealed class CachedUser(UserState state)
    {
        private Composed? _composed;

        public UserState State => state;

        /// <summary>Worked out once for each state of the group: a change of a group of thousands costs one look-up, not
        /// thousands.</summary>
        public UserAccess AccessIn(GroupState? group)
        {
            var composed = _composed;
            if (composed is null || !ReferenceEquals(composed.Group, group))
                _composed = composed = new Composed(group, state.In(group));
            return composed.Access;
        }

        private sealed record Composed(GroupState? Group, UserAccess Access);
    }
}
