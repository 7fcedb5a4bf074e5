namespace CommerceKitty.Admin.Controls;

/// <summary>One column of a chart.</summary>
/// <param name="Text">What it stands for, for example a day.</param>
/// <param name="Values">A value for each series.</param>
public sealed record ChartColumn(string Text, IReadOnlyList<long> Values)
{
    /// <summary>All series together.</summary>
    public long Total => Values.Sum();
}
