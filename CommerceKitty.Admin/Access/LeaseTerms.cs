namespace CommerceKitty.Admin.Access;

/// <summary>How long a node may trust what it remembers about access (design §4). All nodes of one database must agree, so no setting
/// changes it.</summary>
/// <param name="Duration">L: how long after the start of a read of the access version its answer may be used.</param>
public sealed record LeaseTerms(TimeSpan Duration)
{
    /// <summary>The product's: 200 ms.</summary>
    public static readonly LeaseTerms Standard = new(TimeSpan.FromMilliseconds(200));

    /// <summary>How long a change that takes power away waits after its commit: L and a quarter, for clocks that run at different speeds.
    /// By then no node can hold a lease that is older than the commit (R12).</summary>
    public TimeSpan Grace => Duration * 1.25;

    /// <summary>When a node under traffic asks again: at half of it, so that no request has to wait.</summary>
    public TimeSpan Renewal => Duration / 2;
}
