namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>That a finding is left as it is for some time.</summary>
/// <param name="Days">For how many days, 1 to <see cref="MostDays"/>.</param>
/// <param name="Reason">Why; one line.</param>
public sealed record AcceptFindingRequest(int Days, string? Reason)
{
    /// <summary>A year: nothing is accepted for good.</summary>
    public const int MostDays = 365;
}
