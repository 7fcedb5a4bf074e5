namespace CommerceKitty.Admin.Data;

/// <summary>Deletes rows that have outlived their use. Nothing of it is anybody's power, so nothing is audited.</summary>
public interface IUpkeepTask
{
    /// <summary>Deletes some, within the caller's transaction.</summary>
    /// <returns>How many were deleted; fewer than <paramref name="atMost"/> when none is left.</returns>
    Task<int> DeleteAsync(Work work, int atMost, CancellationToken ct = default);
}
