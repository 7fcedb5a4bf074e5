using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Data;

/// <summary>A transaction that waits to write to SQLite holds no thread.</summary>
[Trait("Database", "Sqlite")]
public sealed class WriteTurnTests : IAsyncDisposable
{
    private const int Writers = 40;

    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task RunAsync_WhileAnotherWrites_WaitsWithoutAThreadAndReadersGoOn()
    {
        var unitOfWork = _shop.Services.GetRequiredService<UnitOfWork>();
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = unitOfWork.RunAsync<Done>(Actor.System, async _ =>
        {
            begun.SetResult();
            await end.Task;
            return Done.Value;
        });
        await begun.Task;

        // Each call comes back to this one thread before its turn: SQLite would block it.
        var waiting = Enumerable.Range(0, Writers)
            .Select(_ => unitOfWork.RunAsync<Done>(Actor.System, _ => Task.FromResult<Result<Done>>(Done.Value))).ToList();
        waiting.Should().NotContain(w => w.IsCompleted);
        await using (var db = _shop.OpenDatabase())
            (await db.Users.CountAsync()).Should().Be(0, "a reader waits for nobody");

        end.SetResult();
        (await first).Error.Should().BeNull();
        (await Task.WhenAll(waiting)).Should().OnlyContain(r => r.IsDone);
    }

    [Fact]
    public async Task RunAsync_CallerGoneWhileWaiting_NeverBegins()
    {
        var unitOfWork = _shop.Services.GetRequiredService<UnitOfWork>();
        using var gone = new CancellationTokenSource();
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = unitOfWork.RunAsync<Done>(Actor.System, async _ =>
        {
            begun.SetResult();
            await end.Task;
            return Done.Value;
        });
        await begun.Task;
        var ran = false;
        var second = unitOfWork.RunAsync<Done>(Actor.System, _ =>
        {
            ran = true;
            return Task.FromResult<Result<Done>>(Done.Value);
        }, gone.Token);

        await gone.CancelAsync();
        await FluentActions.Awaiting(() => second).Should().ThrowAsync<OperationCanceledException>();
        end.SetResult();
        await first;

        ran.Should().BeFalse();
    }
}
