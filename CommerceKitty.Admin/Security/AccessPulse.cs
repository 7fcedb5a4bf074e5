namespace CommerceKitty.Admin.Security;

/// <summary>Tells an open page when what its viewer may do has changed, without a click (R3). It beats with the check of the
/// session that is made anyway, so listening costs no query.</summary>
public sealed class AccessPulse
{
    private UserAccess? _last;

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
