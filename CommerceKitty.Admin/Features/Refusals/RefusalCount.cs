namespace CommerceKitty.Admin.Features.Refusals;

/// <summary>How many refusals of one kind there were, and the last of them.</summary>
/// <param name="Count">How many.</param>
/// <param name="FirstAt">UTC.</param>
/// <param name="LastAt">UTC.</param>
/// <param name="LastRequestId">As the request had it.</param>
internal readonly record struct RefusalCount(long Count, DateTime FirstAt, DateTime LastAt, string LastRequestId)
{
    /// <summary>Both together.</summary>
    public RefusalCount With(in RefusalCount other)
    {
        var later = other.LastAt >= LastAt ? other : this;
        return new(
            Count + other.Count, other.FirstAt < FirstAt ? other.FirstAt : FirstAt, later.LastAt, later.LastRequestId);
    }
}
