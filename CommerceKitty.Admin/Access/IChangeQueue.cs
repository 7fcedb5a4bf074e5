using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Access;

/// <summary>Runs changes of one kind one after the other, and repeats those that lost a race with another node.</summary>
public interface IChangeQueue
{
    /// <summary>Runs the change when its turn comes.</summary>
    Task<Result<T>> RunAsync<T>(Func<Task<Result<T>>> change, CancellationToken ct = default);
}
