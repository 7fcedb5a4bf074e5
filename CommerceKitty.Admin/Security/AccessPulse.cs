namespace CommerceKitty.Admin.Security;

/// <summary>Tells an open page when what its viewer may do has changed, without a click (R3). It beats with the check of the
/// session that is made anyway, so listening costs no query.</summary>
public sealed class AccessPulse
{
    private UserAccess? _last;
    private int _active;

    /// <summary>Notes that the person did something in the page.</summary>
    public void NoteActivity() => Volatile.Write(ref _active, 1);

    /// <summary>True when the person did something since this was last asked.</summary>
    public bool TakeActivity() => Interlocked.Exchange(ref _active, 0) != 0;

    /// <summary>Raised when the viewer's access is another than at the beat before; on no thread in particular.</summary>
    public event EventHandler? Changed;

    /// <summary>Reports the viewer's access of this moment.</summary>
    public void Beat(UserAccess access)
    {
        var before = Interlocked.Exchange(ref _last, access);
        // The first beat too: the page may have been drawn just before a change.
        if (before != access)
            Changed?.Invoke(this, EventArgs.Empty);
    }
}
