using CommerceKitty.Admin.Features.Account;

namespace CommerceKitty.Admin.Tests.Features.Account;

/// <summary>Passwords are checked by few threads, and only so many wait.</summary>
[Trait("Database", "None")]
public sealed class PasswordChecksTests : IDisposable
{
    private readonly PasswordChecks _checks = new(threads: 1);
    private readonly ManualResetEventSlim _gate = new();

    public void Dispose()
    {
        _gate.Set();
        _checks.Dispose();
        _gate.Dispose();
    }

    [Fact]
    public async Task TryRunAsync_Check_RunsOffThePoolAndAnswers()
    {
        (await _checks.TryRunAsync(() => !Thread.CurrentThread.IsThreadPoolThread, CancellationToken.None)).Should().BeTrue();
        (await _checks.TryRunAsync(() => Thread.CurrentThread.IsThreadPoolThread, CancellationToken.None)).Should().BeFalse();
    }

    [Fact]
    public async Task TryRunAsync_CheckThatThrows_ThrowsToItsCallerAlone()
    {
        await FluentActions.Awaiting(() => _checks.TryRunAsync(() => throw new FormatException("x"), CancellationToken.None))
            .Should().ThrowAsync<FormatException>();
        (await _checks.TryRunAsync(() => true, CancellationToken.None)).Should().BeTrue("the thread goes on");
    }

    [Fact]
    public async Task TryRunAsync_MoreThanMayWait_IsRefusedAndTheOthersAreAnswered()
    {
        using var begun = new ManualResetEventSlim();
        var running = _checks.TryRunAsync(() => Block(begun), CancellationToken.None);
        begun.Wait();
        var waiting = Enumerable.Range(0, PasswordChecks.QueuePerThread)
            .Select(_ => _checks.TryRunAsync(() => true, CancellationToken.None)).ToList();

        (await _checks.TryRunAsync(() => true, CancellationToken.None)).Should().BeNull();

        _gate.Set();
        (await running).Should().BeTrue();
        (await Task.WhenAll(waiting)).Should().OnlyContain(answer => answer == true);
        (await _checks.TryRunAsync(() => true, CancellationToken.None)).Should().BeTrue();
    }

    [Fact]
    public async Task TryRunAsync_CallerGone_IsNotChecked()
    {
        using var begun = new ManualResetEventSlim();
        using var gone = new CancellationTokenSource();
        var running = _checks.TryRunAsync(() => Block(begun), CancellationToken.None);
        begun.Wait();
        var ran = false;
        var waiting = _checks.TryRunAsync(() => ran = true, gone.Token);
        await gone.CancelAsync();

        _gate.Set();
        await running;
        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<OperationCanceledException>();

        ran.Should().BeFalse();
    }

    private bool Block(ManualResetEventSlim begun)
    {
        begun.Set();
        _gate.Wait();
        return true;
    }
}
