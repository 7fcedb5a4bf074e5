namespace CommerceKitty.Admin.Data;

/// <summary>Takes part in every committed transaction of a <see cref="UnitOfWork"/>: the key engine ends its lease, for example.</summary>
public interface ICommitParticipant
{
    /// <summary>Adds what belongs to the change, once all of it is saved and before the commit.</summary>
    Task BeforeCommitAsync(Work work, CancellationToken ct);

    /// <summary>Called at once after the commit.</summary>
    void Committed(Work work);

    /// <summary>Completes when the change may be acknowledged to the caller (R12). Nothing cancels it: the change is made.</summary>
    Task BeforeAcknowledgingAsync(Work work);
}
