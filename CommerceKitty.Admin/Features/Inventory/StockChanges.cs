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
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
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
using System.Security.Cryptography;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>Runs changes that touch stock, of which many want the same few rows at once. Versions make sure that none is lost or
/// oversold (the database refuses the later one); this makes sure that the later one is tried again instead of failing. Within a
/// process changes of stock wait for their turn, so that only other nodes can be in the way (docs/decisions/0007).</summary>
public sealed class StockChanges : IChangeQueue, IDisposable
{
    private const int Attempts = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc/>
    /// <exception cref="TimeoutException">So many changes wait that the turn did not come; nothing was done.</exception>
    public async Task<Result<T>> RunAsync<T>(Func<Task<Result<T>>> change, CancellationToken ct = default)
    {
        using var turn = await WaitForTurnAsync(ct);
        for (var attempt = 1; ; attempt++)
        {
            var result = await change();
            if (!ReferenceEquals(result.Error, Error.ChangedMeanwhile) || attempt == Attempts)
                return result;
            // Nodes that met once must not meet again at the same moment.
            await Task.Delay(RandomNumberGenerator.GetInt32(1, 10 * Math.Min(attempt, 10)), ct);
        }
    }

    /// <summary>Keeps every other change of stock waiting until the answer is disposed.</summary>
    internal async Task<IDisposable> WaitForTurnAsync(CancellationToken ct = default) =>
        await _turn.WaitAsync(Patience, ct)
            ? new Turn(_turn)
            : throw new TimeoutException("Too many changes of stock wait for their turn.");

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
