using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Access;

/// <summary>The one door to the database for features (R1): an operation names what it requires of its actor, and gets the database only
/// when the actor meets it. A change is checked before it begins and again inside its transaction, so that nothing commits for an actor
/// who lost the permission before the commit (R12).</summary>
public sealed class Operations(
    CurrentActor current,
    IDbContextFactory<CommerceKittyDbContext> databases,
    UnitOfWork unitOfWork,
    CurrentAttempt attempt,
    TimeProvider time)
{
    /// <summary>Ends a transaction in which the actor met the requirement at first and not at the end. Never the answer of an
    /// operation.</summary>
    private static readonly Error LostSince = Error.Unauthenticated with { };

    /// <summary>Reads with the actor's permissions of this moment.</summary>
    /// <param name="requirement">What the actor must hold.</param>
    /// <param name="read">The query. The connection opens with its first use.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Result<T>> ReadAsync<T>(
        Requirement requirement,
        Func<CommerceKittyDbContext, Actor, Task<Result<T>>> read,
        CancellationToken ct = default)
    {
        var actor = await current.RequireAsync(requirement, ct);
        if (!actor.IsDone)
            return actor.Error;
        await using var db = await databases.CreateDbContextAsync(ct);
        return await read(db, actor.Value);
    }

    /// <summary>The same for a request that goes on for long, a download in parts: its key was accepted when it began, and is looked at
    /// again, as its user and group are (R3).</summary>
    /// <param name="requirement">What the actor must hold.</param>
    /// <param name="read">The query.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<T>> ReadAgainAsync<T>(
        Requirement requirement,
        Func<CommerceKittyDbContext, Actor, Task<Result<T>>> read,
        CancellationToken ct = default) =>
        ReadAsync<T>(requirement, async (db, actor) =>
        {
            if (await AccessReader.ConfirmActorAsync(db, time.GetUtcNow().UtcDateTime, actor, ct) is not { } now)
                return Error.Unauthenticated;
            return requirement.Refuse(now) is { } lost ? lost : await read(db, now);
        }, ct);

    /// <summary>Makes a change in one transaction (R8).</summary>
    /// <param name="requirement">What the actor must hold, before the transaction and inside it.</param>
    /// <param name="change">The change. <see cref="Work.Actor"/> is the actor as it is inside the transaction.</param>
    /// <param name="ct">Cancels, until the commit.</param>
    /// <param name="queue">Where the transaction waits for its turn; null when it need not.</param>
    public Task<Result<T>> ChangeAsync<T>(
        Requirement requirement,
        Func<Work, Task<Result<T>>> change,
        CancellationToken ct = default,
        IChangeQueue? queue = null) =>
        ChangeAsync<Done, T>(requirement, static _ => Done.Value, (work, _) => change(work), ct, queue);

    /// <summary>The same with input that is validated before the transaction begins, but after the first check: a caller without the
    /// permission learns nothing about the input.</summary>
    /// <param name="requirement">What the actor must hold, before the transaction and inside it.</param>
    /// <param name="validate">Validates the input; its refusal ends the operation.</param>
    /// <param name="change">The change with the valid input.</param>
    /// <param name="ct">Cancels, until the commit.</param>
    /// <param name="queue">Where the transaction waits for its turn; null when it need not.</param>
    public async Task<Result<T>> ChangeAsync<TInput, T>(
        Requirement requirement,
        Func<Actor, Result<TInput>> validate,
        Func<Work, TInput, Task<Result<T>>> change,
        CancellationToken ct = default,
        IChangeQueue? queue = null)
    {
        var actor = await current.RequireAsync(requirement, ct);
        if (!actor.IsDone)
            return actor.Error;
        var input = validate(actor.Value);
        if (!input.IsDone)
            return input.Error;
        return queue is null ? await RunAsync() : await queue.RunAsync(RunAsync, ct);

        async Task<Result<T>> RunAsync()
        {
            var result = await RunOnceAsync(locked: false);
            // Only a new transaction can tell whether somebody else took the power or the change itself: a key that revokes itself.
            return ReferenceEquals(result.Error, LostSince) ? await RunOnceAsync(locked: true) : result;
        }

        Task<Result<T>> RunOnceAsync(bool locked) =>
            unitOfWork.RunAsync(actor.Value, work => RunWithinAsync(work, actor.Value, requirement, Change, locked, ct), ct);

        Task<Result<T>> Change(Work work) => change(work, input.Value);
    }

    private async Task<Result<T>> RunWithinAsync<T>(
        Work work,
        Actor actor,
        Requirement requirement,
        Func<Work, Task<Result<T>>> change,
        bool locked,
        CancellationToken ct)
    {
        if (locked)
            await AccessVersioning.LockWithinAsync(work.Db, ct);
        var version = await AccessVersioning.ReadWithinAsync(work.Db, ct);
        if (await RequireAgainAsync(work, actor, requirement, ct) is { } lost)
            return lost;
        var answer = await change(work);
        if (!answer.IsDone)
            return answer;
        if (attempt.Value is { } idempotent)
            await idempotent.CommitWithAsync(work.Db, ct);
        await work.SaveAsync(ct);
        // Access may have changed since the check above. From here on it cannot change until the commit.
        if (await AccessVersioning.LockWithinAsync(work.Db, ct) == version)
            return answer;
        return await RequireAgainAsync(work, actor, requirement, ct) is null ? answer : LostSince;
    }

    /// <summary>Reads the actor inside the transaction and checks it there.</summary>
    private static async Task<Error?> RequireAgainAsync(Work work, Actor actor, Requirement requirement, CancellationToken ct)
    {
        if (await AccessReader.ConfirmActorAsync(work, actor, ct) is not { } now)
            return Error.Unauthenticated;
        work.Actor = now;
        return requirement.Refuse(now);
    }
}
