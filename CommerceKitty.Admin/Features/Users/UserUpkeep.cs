using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Idempotency;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>Deletes, once an hour, what says nothing any more: sessions long over, old counters of wrong passwords, and answers to
/// requests with an <c>Idempotency-Key</c>. None of it lets anybody in, so nothing is audited. Several nodes may do it side by
/// side.</summary>
public sealed partial class UserUpkeep(UnitOfWork unitOfWork, TimeProvider time, ILogger<UserUpkeep> logger) : BackgroundService
{
    /// <summary>How many rows one transaction deletes.</summary>
    private const int Batch = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Deletes all there is to delete now.</summary>
    public async Task RunOnceAsync(CancellationToken ct = default)
    {
        await RepeatAsync(work => UserSessions.ForgetAsync(work, Batch, ct), ct);
        await RepeatAsync(work => IdempotencyStore.ForgetAsync(work, Batch, ct), ct);
        await RepeatAsync(async work =>
        {
            // Few: one for each browser at which somebody mistyped and never came back.
            var before = work.Now.AddDays(-1);
            var counters = await work.Db.UserTokens.Where(t => t.LoginProvider == PasswordTries.Counter).ToListAsync(ct);
            work.Db.UserTokens.RemoveRange(counters.Where(t => !(PasswordTries.TimeOf(t.Value) >= before)));
            return 0;
        }, ct);
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

    private async Task RepeatAsync(Func<Work, Task<int>> delete, CancellationToken ct)
    {
        Result<int> deleted;
        do
            deleted = await unitOfWork.RunAsync<int>(async work => await delete(work), ct);
        // Another node that was faster makes it a conflict; what is left, the next hour finds.
        while (deleted is { IsDone: true, Value: Batch });
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Old sessions, counters and answers could not be deleted; it is tried again in an hour"
    )]
    private partial void LogFailed(Exception exception);
}
