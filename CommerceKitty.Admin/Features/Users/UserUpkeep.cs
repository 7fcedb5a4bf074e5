using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
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
