using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Data;

/// <summary>Runs a change as one transaction: the change and its audit entry are both stored, or neither is (R8). It checks no
/// permission: features call <c>Access.Operations</c>, which does. Only the system's own work and sign-in come here directly.</summary>
public sealed class UnitOfWork(IServiceScopeFactory scopes, IEnumerable<ICommitParticipant> participants, WriteTurn turns)
{
    /// <summary>Runs the operation; commits when it succeeds, rolls back when it is refused or throws. A provider that retries
    /// transient faults runs it again from the start with a new context, so the operation must have no effect elsewhere.</summary>
    /// <param name="actor">Who the audit entries name.</param>
    /// <param name="operation">The change.</param>
    /// <param name="ct">Cancels, until the commit.</param>
    /// <returns>The operation's own answer, or a conflict when another transaction changed the same rows first.</returns>
    public async Task<Result<T>> RunAsync<T>(Actor actor, Func<Work, Task<Result<T>>> operation, CancellationToken ct = default)
    {
        try
        {
            try
            {
                return await RunOnceAsync(actor, operation, ct);
            }
            catch (DbUpdateException exception) when (IsLostRace(exception))
            {
                // Between the operation's own check and its save, another transaction took a unique value, or changed, deleted or used a
                // row. The check now sees it and reports it in its own words; a revocation that came across a rename is carried out.
                return await RunOnceAsync(actor, operation, ct);
            }
        }
        catch (DbUpdateException exception) when (IsLostRace(exception))
        {
            return Error.ChangedMeanwhile;
        }
    }

    private static bool IsLostRace(DbUpdateException exception) =>
        exception is DbUpdateConcurrencyException || DatabaseSetup.IsLostRace(exception);

    private async Task<Result<T>> RunOnceAsync<T>(Actor actor, Func<Work, Task<Result<T>>> operation, CancellationToken ct)
    {
        await using var outer = scopes.CreateAsyncScope();
        var strategy = outer.ServiceProvider.GetRequiredService<CommerceKittyDbContext>().Database.CreateExecutionStrategy();
        Work? committed = null;
        var result = await strategy.ExecuteAsync(async () =>
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CommerceKittyDbContext>();
            var work = new Work(scope.ServiceProvider, db, actor);
            using var turn = db.TransactionsAreSerial ? await turns.TakeAsync(ct) : null;
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var answer = await operation(work);
            if (answer.IsDone)
            {
                await work.SaveAsync(ct);
                foreach (var participant in participants)
                    await participant.BeforeCommitAsync(work, ct);
                await work.WriteEntriesAsync(ct);
                await transaction.CommitAsync(ct);
                committed = work;
                foreach (var participant in participants)
                    participant.Committed(work);
            }

            return answer;
        });
        if (committed is not null)
        {
            foreach (var participant in participants)
                await participant.BeforeAcknowledgingAsync(committed);
        }

        return result;
    }
}
