namespace CommerceKitty.Admin.Common;

/// <summary>The version of a thing that its caller looked at before changing it; null when any version will do.</summary>
public static class ExpectedVersion
{
    /// <summary>Null when the thing has the expected version, else the refusal.</summary>
    public static Error? RefuseOther(int? expected, int actual, string thing) =>
        expected is null || expected == actual ? null : Error.Stale(thing);

    /// <summary>A caller who named a version and lost the race at the commit gets the same answer as one who lost it before.</summary>
    public static Result<T> OrStale<T>(this Result<T> result, int? expected, string thing) =>
        expected is not null && ReferenceEquals(result.Error, Error.ChangedMeanwhile) ? Error.Stale(thing) : result;
}
