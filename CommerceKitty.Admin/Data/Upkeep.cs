using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Data;

/// <summary>Runs every <see cref="IUpkeepTask"/> once an hour. Several nodes may do it at the same time.</summary>
public sealed partial class Upkeep(
    UnitOfWork unitOfWork, IEnumerable<IUpkeepTask> tasks, TimeProvider time, ILogger<Upkeep> logger) : BackgroundService
{
    /// <summary>How many rows one transaction deletes.</summary>
    private const int Batch = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Deletes all there is to delete now.</summary>
    public async Task RunOnceAsync(CancellationToken ct = default)
    {
        foreach (var task in tasks)
        {
            Result<int> deleted;
            do
                deleted = await unitOfWork.RunAsync<int>(Actor.System, async work => await task.DeleteAsync(work, Batch, ct), ct);
            // Another node that was faster makes it a conflict; the next hour finds what is left.
            while (deleted is { IsDone: true, Value: Batch });
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Outdated rows could not be deleted; the next try is in an hour")]
    private partial void LogFailed(Exception exception);
}
