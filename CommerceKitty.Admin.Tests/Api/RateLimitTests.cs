using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>The counting of requests by itself, with a clock that tests move.</summary>
[Trait("Database", "None")]
public sealed class RateLimitTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Take_MoreThanTheBurst_IsRefusedUntilItFillsAgain()
    {
        var policy = RatePolicy.Of(60, _time, burst: 3)!;
        var bucket = new RateBucket(1);

        Take(policy, bucket).Should().Be((2, null));
        Take(policy, bucket).Should().Be((1, null));
        Take(policy, bucket).Should().Be((0, null));
        Take(policy, bucket).Should().Be((0, 1));
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Take(policy, bucket).Should().Be((0, 1));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Take(policy, bucket).Should().Be((0, null));
        _time.Advance(TimeSpan.FromDays(100));
        Take(policy, bucket).Should().Be((2, null), "it holds no more than the burst");
    }

    [Theory]
    [InlineData(6_000, 0, "\"default\";q=1000;w=10")]
    [InlineData(60, 0, "\"default\";q=10;w=10")]
    [InlineData(1, 0, "\"default\";q=1;w=60")]
    [InlineData(7, 0, "\"default\";q=2;w=18")]
    [InlineData(60, 30, "\"default\";q=30;w=30")]
    [InlineData(1_000_000, 0, "\"default\";q=166667;w=11")]
    public void PolicyHeader_SaysWhatIsNeverRefused(int perMinute, int burst, string header) =>
        RatePolicy.Of(perMinute, _time, burst)!.PolicyHeader.Should().Be(header);

    [Theory]
    [InlineData(6_000, 0)]
    [InlineData(60, 0)]
    [InlineData(7, 0)]
    [InlineData(1, 3)]
    public void Take_WhoeverKeepsToTheHeader_IsNeverRefused(int perMinute, int burst)
    {
        var policy = RatePolicy.Of(perMinute, _time, burst)!;
        var (quota, window) = Read(policy.PolicyHeader);
        var bucket = new RateBucket(1);
        for (var round = 0; round < 20; round++)
        {
            // As fast as can be, then as long as the window says.
            for (var i = 0; i < quota; i++)
                Take(policy, bucket).Wait.Should().BeNull();
            Take(policy, bucket).Wait.Should().BeInRange(1, window);
            _time.Advance(TimeSpan.FromSeconds(window));
        }
    }

    [Fact]
    public void Take_ManyAtOnce_GivesExactlyTheBurst()
    {
        var policy = RatePolicy.Of(6_000, _time)!;
        var bucket = new RateBucket(1);
        var let = 0;

        Parallel.For(0, 20_000, _ =>
        {
            if (Take(policy, bucket).Wait is null)
                Interlocked.Increment(ref let);
        });

        let.Should().Be(1_000);
    }

    [Fact]
    public void LimitHeader_SaysWhatIsLeftAndWhenItIsFull()
    {
        var policy = RatePolicy.Of(6_000, _time)!;

        policy.LimitHeader(999).Should().Be("\"default\";r=999;t=1");
        policy.LimitHeader(0).Should().Be("\"default\";r=0;t=10");
        policy.LimitHeader(500).Should().BeSameAs(policy.LimitHeader(500), "it is written once");
        var large = RatePolicy.Of(1_000_000, _time)!;
        large.LimitHeader(166_666).Should().Be("\"default\";r=166666;t=1");
        large.LimitHeader(20_000).Should().Be("\"default\";r=20000;t=9", "only the last of the large ones is kept");
        large.LimitHeader(20_000).Should().BeSameAs(large.LimitHeader(20_000));
    }

    [Fact]
    public void Find_ManyCallers_KeepsTheBusyOnesInFixedRoom()
    {
        var partitions = new RatePartitions(1_024);
        var busy = partitions.Find(42);
        busy.FullAt = long.MaxValue;

        for (long caller = 1_000; caller < 1_000_000; caller++)
            partitions.Find(caller);

        partitions.Find(42).Should().BeSameAs(busy);
        partitions.Find(7).Should().BeSameAs(partitions.Find(7));
    }

    [Fact]
    public void Find_ManyAtOnce_GivesEachCallerOneBucket()
    {
        var partitions = new RatePartitions(64 * 1024);
        var found = new ConcurrentDictionary<RateBucket, long>();

        Parallel.For(0, 200_000, i => found.TryAdd(partitions.Find(i % 500), i % 500));

        found.Values.Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::1", "203.0.113.7", false)]
    public void PartitionOf_Addresses_ByAddressOrNetwork(string one, string other, bool same) =>
        (RateLimiter.PartitionOf(IPAddress.Parse(one)) == RateLimiter.PartitionOf(IPAddress.Parse(other))).Should().Be(same);

    [Fact]
    public void Count_KeyByItself_AndStrangersByTheirAddress()
    {
        var limits = new RateLimiter(new() { RequestsPerMinute = 1, Burst = 2, RefusalsPerMinute = 6 }, _time);
        var (mine, other, stranger) = (ByKey(1), ByKey(2), Stranger("203.0.113.7"));

        limits.Count(stranger).Should().BeNull();
        limits.Count(stranger).Should().Be(10);
        limits.Count(Stranger("203.0.113.8")).Should().BeNull();
        limits.Count(mine).Should().BeNull();
        limits.Count(mine).Should().BeNull();
        limits.Count(mine).Should().Be(60);
        limits.Count(other).Should().BeNull();
        mine.Response.Headers["RateLimit-Policy"].ToString().Should().Be("\"default\";q=2;w=120");
        mine.Response.Headers["RateLimit"].ToString().Should().Be("\"default\";r=0;t=120");
        stranger.Response.Headers.Should().NotContainKey("RateLimit");
    }

    [Fact]
    public void Count_OwnLimit_GovernsTheNextRequest()
    {
        var limits = new RateLimiter(new() { RequestsPerMinute = 6_000 }, _time);

        limits.Count(ByKey(1, own: 1)).Should().BeNull();
        limits.Count(ByKey(1, own: 1)).Should().NotBeNull();
        limits.Count(ByKey(1, own: 60)).Should().BeNull("another limit starts again");
        limits.Count(ByKey(1)).Should().BeNull();
        limits.Count(ByKey(1, own: 1)).Should().NotBeNull("going back gives nothing for free");
        for (var own = 1; own < 5_000; own++)
            limits.Count(ByKey(own + 1, own)).Should().BeNull();
    }

    [Fact]
    public void Count_NoLimits_CountsNothing()
    {
        var limits = new RateLimiter(new() { RequestsPerMinute = 0, RefusalsPerMinute = 0 }, _time);
        var (mine, stranger) = (ByKey(1), Stranger("203.0.113.7"));

        for (var i = 0; i < 10_000; i++)
            (limits.Count(mine) ?? limits.Count(stranger)).Should().BeNull();
        mine.Response.Headers.Should().NotContainKey("RateLimit").And.NotContainKey("RateLimit-Policy");
    }

    [Fact]
    public void Count_Warm_AllocatesNothing()
    {
        var limits = new RateLimiter(new(), TimeProvider.System);
        var (mine, stranger) = (ByKey(1), Stranger("203.0.113.7"));
        for (var i = 0; i < 5_000; i++)
        {
            limits.Count(mine);
            limits.Count(stranger);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            limits.Count(mine);
            limits.Count(stranger);
        }

        // Texts that were not needed before are written once each.
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(200_000);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    public void Settings_ThatAreNoNumbers_StopTheStart(string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("RateLimits:RequestsPerMinute", value)]).Build();

        ((Action)(() => RateLimitSettings.Read(configuration)))
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage("*RateLimits:RequestsPerMinute*");
    }

    private static (int Quota, int Window) Read(string policy)
    {
        var parts = policy.Split(';');
        return (int.Parse(parts[1][2..], CultureInfo.InvariantCulture), int.Parse(parts[2][2..], CultureInfo.InvariantCulture));
    }

    private static DefaultHttpContext ByKey(int key, int? own = null)
    {
        var user = new UserAccess(1, "a@example.com", "A", false, true, string.Empty, "g", "G", PermissionSet.None);
        return new() { User = ShopSeeding.Principal(user, key, own) };
    }

    private static DefaultHttpContext Stranger(string address)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(address);
        return http;
    }

    private (int Remaining, int? Wait) Take(RatePolicy policy, RateBucket bucket) => policy.Take(bucket, _time.GetTimestamp());
}
