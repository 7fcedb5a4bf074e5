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

namespace CommerceKitty.Admin.Data;

/// <summary>Runs a change as one transaction: the change and its audit entry are both there, or neither is (R8).
/// A change that takes power away is over only when no node can let in by it any more (R12).</summary>
public sealed class UnitOfWork(IServiceScopeFactory scopes, AccessSnapshot snapshot, LeaseTerms terms)
{
    /// <summary>Runs the operation; commits when it is done, rolls back when it is refused or throws. A provider that retries
    /// transient faults runs it again from the start with a fresh context, so the operation must have no effect elsewhere.</summary>
    /// <returns>The operation's own answer, or a conflict when somebody else changed the same rows meanwhile.</returns>
    public async Task<Result<T>> RunAsync<T>(Func<Work, Task<Result<T>>> operation, CancellationToken ct = default)
    {
        try
        {
            try
            {
                return await RunOnceAsync(operation, ct);
            }
            catch (DbUpdateException exception) when (DatabaseSetup.IsLostRace(exception))
            {
                // Between the operation's own check and its save, somebody took a unique value, or deleted or used a row. That check
                // now sees it and says so in its own words.
                return await RunOnceAsync(operation, ct);
            }
        }
        catch (DbUpdateException exception) when (exception is DbUpdateConcurrencyException || DatabaseSetup.IsLostRace(exception))
        {
            return Error.ChangedMeanwhile;
        }
    }

    private async Task<Result<T>> RunOnceAsync<T>(Func<Work, Task<Result<T>>> operation, CancellationToken ct)
    {
        await using var outer = scopes.CreateAsyncScope();
        var strategy = outer.ServiceProvider.GetRequiredService<CommerceKittyDbContext>().Database.CreateExecutionStrategy();
        var takesAway = false;
        var result = await strategy.ExecuteAsync(async () =>
        {
            await using var scope = scopes.CreateAsyncScope();
            var work = new Work(scope.ServiceProvider);
            await using var transaction = await work.Db.Database.BeginTransactionAsync(ct);
            var answer = await operation(work);
            if (answer.IsDone)
            {
                if (IdempotentAttempt.Current is { } attempt)
                    await attempt.CommitWithAsync(work.Db, ct);
                await work.Db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
                takesAway = work.Access.TakesAway;
                if (work.Access.Version is not null)
                    snapshot.EndLease();
            }

            return answer;
        });
        // Whoever gave up waiting has still changed it: nothing cancels this.
        if (takesAway)
            await Task.Delay(terms.Grace, CancellationToken.None);
        return result;
    }
}
