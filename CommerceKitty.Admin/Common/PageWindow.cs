namespace CommerceKitty.Admin.Common;

/// <summary>Which page of a list to show, by row numbers; lists in the web UI jump to any page.</summary>
/// <param name="Skip">Rows to pass over; negative counts as 0.</param>
/// <param name="Take">Rows to show; held between 1 and <see cref="MaximumTake"/>.</param>
public readonly record struct PageWindow(int Skip, int Take)
{
    /// <summary>The most rows one page shows.</summary>
    public const int MaximumTake = 200;

    /// <summary><see cref="Skip"/> within bounds.</summary>
    public int SafeSkip => Math.Max(0, Skip);

    /// <summary><see cref="Take"/> within bounds.</summary>
    public int SafeTake => Math.Clamp(Take, 1, MaximumTake);
}
