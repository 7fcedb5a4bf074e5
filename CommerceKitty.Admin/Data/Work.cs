using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Identity;

namespace CommerceKitty.Admin.Data;

/// <summary>What a change works with: one context, Identity's managers over the same context, the actor and the audit trail.</summary>
public sealed class Work
{
    private readonly IServiceProvider _services;
    private readonly Dictionary<Type, object> _state = [];
    private readonly List<AuditEntry> _entries = [];

    /// <param name="services">The scope of this transaction.</param>
    /// <param name="db">Its context.</param>
    /// <param name="actor">Who makes the change.</param>
    internal Work(IServiceProvider services, CommerceKittyDbContext db, Actor actor)
    {
        (_services, Db, Actor) = (services, db, actor);
        db.Work = this;
        Now = WholeMicroseconds(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
    }

    /// <summary>The context of this transaction.</summary>
    public CommerceKittyDbContext Db { get; }

    /// <summary>Who makes the change, with the permissions read inside this transaction.</summary>
    public Actor Actor { get; internal set; }

    /// <summary>Identity's manager of users, over <see cref="Db"/>.</summary>
    public UserManager<User> Users => _services.GetRequiredService<UserManager<User>>();

    /// <summary>Identity's manager of groups, over <see cref="Db"/>.</summary>
    public RoleManager<UserGroup> UserGroups => _services.GetRequiredService<RoleManager<UserGroup>>();

    /// <summary>The time of this transaction's changes; UTC, in whole microseconds: PostgreSQL stores no more, and what is answered now
    /// must equal what is read later.</summary>
    public DateTime Now { get; }

    /// <summary>State that a part of the product keeps for this transaction; created on first use.</summary>
    internal T State<T>()
        where T : class, new()
    {
        if (!_state.TryGetValue(typeof(T), out var state))
            _state[typeof(T)] = state = new T();
        return (T)state;
    }

    /// <summary>Sends the changes to the database, still inside the transaction: ids are assigned, and queries see them.</summary>
    public Task SaveAsync(CancellationToken ct = default) => Db.SaveChangesAsync(ct);

    /// <summary>Adds the change's one audit entry; it is saved with the change (R8), as the last thing before the
    /// commit: queries of the transaction do not see it.</summary>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="target">What it was done to.</param>
    /// <param name="before">The changed fields before; never a secret.</param>
    /// <param name="after">The changed fields after; never a secret. Equal to those before: nothing changed, and there is no
    /// entry.</param>
    public void Audit(string action, AuditTarget target, object? before = null, object? after = null) =>
        AuditAs(Actor, action, target, before, after);

    /// <summary>The same for a change that another actor than the transaction's made: a user who has just signed in.</summary>
    public void AuditAs(Actor actor, string action, AuditTarget target, object? before = null, object? after = null)
    {
        var entry = AuditTrail.Entry(Now, actor, action, target, before, after);
        // The log says what changed: the same before and after says that nothing did.
        if (entry.Before is null || entry.Before != entry.After)
            _entries.Add(entry);
    }

    /// <summary>Adds entries about other times than this transaction's: a past that is made up.</summary>
    internal void AddEntries(IEnumerable<AuditEntry> entries) => _entries.AddRange(entries);

    /// <summary>The entries that the commit will write.</summary>
    internal IReadOnlyList<AuditEntry> Entries => _entries;

    /// <summary>The access version that the commit will make; null when it changes nobody's access.</summary>
    internal long? AccessVersion { get; set; }

    /// <summary>Writes the entries at the end of the chain. The last step before the commit: every other change waits for it.</summary>
    internal Task WriteEntriesAsync(CancellationToken ct)
    {
        foreach (var entry in _entries)
            entry.Made(AccessVersion);
        return AuditChain.AppendAsync(Db, _entries, ct);
    }

    private static DateTime WholeMicroseconds(DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
}
