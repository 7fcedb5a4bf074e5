namespace CommerceKitty.Admin.Access;

/// <summary>What one save changes about access.</summary>
internal sealed class AccessChangeSet
{
    private readonly List<(AccessSubject Subject, Func<int> Id)> _changes = [];

    /// <summary>True when someone may do less afterwards: then the change returns only when every node knows (R12).</summary>
    public bool TakesAway { get; private set; }

    /// <summary>Adds one; the id is asked after the save, which may only then have given it.</summary>
    public void Add(AccessSubject subject, Func<int> id, bool takesAway)
    {
        _changes.Add((subject, id));
        TakesAway |= takesAway;
    }

    /// <summary>The subjects, each once.</summary>
    public IEnumerable<(AccessSubject Subject, int Id)> Subjects() => _changes.Select(c => (c.Subject, c.Id())).Distinct();
}
