namespace CommerceKitty.Admin.Common;

/// <summary>How often something happened in an hour.</summary>
/// <param name="Hour">UTC; the hour's beginning.</param>
/// <param name="Count">How often.</param>
public sealed record HourCount(DateTime Hour, long Count);
