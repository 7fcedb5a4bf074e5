namespace CommerceKitty.Admin.Common;

/// <summary>The answer to a caller who named a version.</summary>
public static class ExpectedVersionResults
{
    /// <summary>A caller who named a version and lost the race at the commit gets the same answer as one who lost it before.</summary>
    public static Result<T> OrStale<T>(this Result<T> result, ExpectedVersion? expected, string thing) =>
        expected is not null && ReferenceEquals(result.Error, Error.ChangedMeanwhile) ? Error.Stale(thing) : result;
}
