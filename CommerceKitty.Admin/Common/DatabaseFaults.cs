using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CommerceKitty.Admin.Common;

/// <summary>Tells a database that does not answer from a mistake in the product (R11).</summary>
public static class DatabaseFaults
{
    /// <summary>What a page says then.</summary>
    public static readonly Error Unavailable =
        new(ErrorKind.Conflict, "unavailable", "The database does not answer. Nothing was changed. Try again in a few seconds.");

    /// <summary>True when the exception says that the database is away, full or too slow.</summary>
    public static bool IsSilence(Exception exception) =>
        exception is DbException or DbUpdateException or TimeoutException or RetryLimitExceededException;

    /// <summary>Runs an operation for a page: a silent database becomes an error to show instead of an exception.</summary>
    public static async Task<Result<T>> GuardAsync<T>(Func<Task<Result<T>>> operation)
    {
        try
        {
            return await operation();
        }
        catch (Exception exception) when (IsSilence(exception))
        {
            return Unavailable;
        }
    }
}
