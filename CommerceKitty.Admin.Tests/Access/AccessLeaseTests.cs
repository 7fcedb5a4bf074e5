using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;

namespace CommerceKitty.Admin.Tests.Access;

/// <summary>The lease of design §4, on a clock that stands still until it is told.</summary>
[Trait("Database", "None")]
public sealed class AccessLeaseTests
{
    private static readonly TimeSpan Duration = LeaseTerms.Standard.Duration;

    private readonly FakeTimeProvider _clock = new();
    private readonly VersionDatabase _database = new();
    private readonly AccessLease _lease;

    public AccessLeaseTests() => _lease = new(_database.ReadAsync, LeaseTerms.Standard, _clock);

    [Fact]
    public void Terms_AreTheDesigns()
    {
        LeaseTerms.Standard.Duration.Should().Be(TimeSpan.FromMilliseconds(200));
        LeaseTerms.Standard.Grace.Should().Be(TimeSpan.FromMilliseconds(250), "a quarter for clocks that run at different speeds");
        LeaseTerms.Standard.Renewal.Should().Be(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task Hold_First_WaitsForARead()
    {
        _database.Close();
        var held = _lease.HoldAsync();

        held.IsCompleted.Should().BeFalse();
        _database.Open();
        await held;
        _database.Reads.Should().Be(1);
    }

    [Fact]
    public async Task Hold_WithinHalfOfIt_AsksNobody()
    {
        await _lease.HoldAsync();
        _clock.Advance(Duration / 2 - TimeSpan.FromMilliseconds(1));

        _lease.HoldAsync().IsCompletedSuccessfully.Should().BeTrue();
        _database.Reads.Should().Be(1);
    }

    [Fact]
    public async Task Hold_InTheSecondHalf_RenewsWithoutMakingAnybodyWait()
    {
        await _lease.HoldAsync();
        _clock.Advance(Duration / 2);
        _database.Close();

        _lease.HoldAsync().IsCompletedSuccessfully.Should().BeTrue();
        _lease.HoldAsync().IsCompletedSuccessfully.Should().BeTrue();
        await _database.QueriedAsync(2);
        _database.Reads.Should().Be(2, "one read renews it for all");
        _database.Open();
    }

    [Fact]
    public async Task Hold_Over_WaitsAgain_R12()
    {
        await _lease.HoldAsync();
        _database.Close();
        _clock.Advance(Duration);

        var held = _lease.HoldAsync();
        await _database.QueriedAsync(2);
        held.IsCompleted.Should().BeFalse("from its end on nothing is answered from memory");
        _database.Open();
        await held;
    }

    /// <summary>The heart of it: what counts is when the read began, not when its answer came.</summary>
    [Fact]
    public async Task Hold_SlowRead_CountsFromItsStart_R12()
    {
        _database.Close();
        var first = _lease.HoldAsync();
        await _database.QueriedAsync(1);
        _clock.Advance(Duration - TimeSpan.FromMilliseconds(10));
        _database.Open();
        await first;

        // Closed before: with so little left it is renewed in the background, and that read must not end before the lease does.
        _database.Close();
        _lease.HoldAsync().IsCompletedSuccessfully.Should().BeTrue("10 ms of it are left");
        _clock.Advance(TimeSpan.FromMilliseconds(10));
        _lease.HoldAsync().IsCompleted.Should().BeFalse();
        _database.Open();
    }

    [Fact]
    public async Task Hold_ReadSlowerThanTheLease_IsGoodForWhoAskedBefore_R11()
    {
        _database.Close();
        var held = _lease.HoldAsync();
        await _database.QueriedAsync(1);
        _clock.Advance(Duration * 2);
        _database.Open();
        await Until.ThereIsAsync(() =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(20));
            return Task.FromResult(held.IsCompleted ? "done" : null);
        }, "an answer by a read that began after the request");

        await held;
    }

    [Fact]
    public async Task Hold_DatabaseSilent_TimesOutAndRecovers_R11()
    {
        _database.Fail = true;
        await ((Func<Task>)(async () => await _lease.HoldAsync())).Should().ThrowAsync<TimeoutException>();

        _database.Fail = false;
        _clock.Advance(TimeSpan.FromMilliseconds(10));
        await _lease.HoldAsync();
    }

    [Fact]
    public async Task Hold_DatabaseHangs_GivesUpAfterItsPatience_R11()
    {
        _database.Close();
        var held = _lease.HoldAsync().AsTask();
        await _database.QueriedAsync(1);

        // The wait for a running read, then for one of its own.
        _clock.Advance(AccessLease.Patience);
        await held.Awaiting(h => h).Should().ThrowAsync<TimeoutException>();
        _database.Open();
    }

    [Fact]
    public async Task End_MakesTheNextOneWait_R12()
    {
        await _lease.HoldAsync();
        _lease.End();
        _database.Close();
        _clock.Advance(TimeSpan.FromMilliseconds(10));

        _lease.HoldAsync().IsCompleted.Should().BeFalse();
        _database.Open();
    }

    [Fact]
    public async Task Confirm_UnderALease_StillReads()
    {
        await _lease.HoldAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(10));
        await _lease.ConfirmAsync();

        _database.Reads.Should().Be(2);
    }

    [Fact]
    public async Task Confirm_DuringARead_WaitsForTheNextOneTogether()
    {
        _database.Close();
        var first = _lease.ConfirmAsync();
        await _database.QueriedAsync(1);
        var others = Enumerable.Range(0, 100).Select(_ => _lease.ConfirmAsync()).ToList();
        _database.Open();
        await first;
        others.Should().OnlyContain(o => !o.IsCompleted, "that read began before they asked");

        // And no sooner than 10 ms after the one before: many that come one by one share too.
        _clock.Advance(TimeSpan.FromMilliseconds(10));
        await Until.ThereIsAsync(() =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(10));
            return Task.FromResult(others.TrueForAll(o => o.IsCompleted) ? "done" : null);
        }, "the second read");
        _database.Reads.Should().Be(2);
    }

    /// <summary>Answers at once while it is open.</summary>
    private sealed class VersionDatabase
    {
        private readonly Lock _gate = new();
        private TaskCompletionSource _open = Opened();
        private int _reads;

        public bool Fail { get; set; }

        public int Reads => Volatile.Read(ref _reads);

        public async Task ReadAsync()
        {
            Interlocked.Increment(ref _reads);
            if (Fail)
                throw new IOException("The database is away.");
            Task open;
            lock (_gate)
                open = _open.Task;
            await open;
        }

        public void Close()
        {
            lock (_gate)
                _open = new TaskCompletionSource();
        }

        public void Open()
        {
            lock (_gate)
                _open.TrySetResult();
        }

        public Task QueriedAsync(int times) =>
            Until.ThereIsAsync(() => Task.FromResult(Reads >= times ? "asked" : null), $"read number {times}");

        private static TaskCompletionSource Opened()
        {
            var opened = new TaskCompletionSource();
            opened.SetResult();
            return opened;
        }
    }
}
