using CommerceKitty.Admin.Data;

namespace CommerceKitty.Admin.Access;

/// <summary>Keeps what a change of access leaves behind (design §9), and makes it known once it is committed: this node drops its
/// lease at once, and a change that takes power away is acknowledged only when no node can hold an older lease (R12).</summary>
internal sealed class AccessCommit(AccessSnapshot snapshot, LeaseTerms terms) : ICommitParticipant
{
    /// <inheritdoc/>
    public Task BeforeCommitAsync(Work work, CancellationToken ct) =>
        AccessHistory.RecordAsync(work, work.State<AccessTransaction>(), ct);

    /// <inheritdoc/>
    public void Committed(Work work)
    {
        if (work.State<AccessTransaction>().Version is not null)
            snapshot.EndLease();
    }

    /// <inheritdoc/>
    public Task BeforeAcknowledgingAsync(Work work) =>
        work.State<AccessTransaction>().TakesAway ? Task.Delay(terms.Grace, CancellationToken.None) : Task.CompletedTask;
}
