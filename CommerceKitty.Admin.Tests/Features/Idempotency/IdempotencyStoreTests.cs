using System.Security.Cryptography;
using System.Text;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommerceKitty.Admin.Tests.Features.Idempotency;

/// <summary>What becomes of requests whose node died or was too slow, and of old ones.</summary>
public sealed class IdempotencyStoreTests : IAsyncLifetime
{
    private readonly TestShop _shop = new();
    private int _apiKey;

    public async ValueTask InitializeAsync()
    {
        var user = await _shop.AddUserWithAsync("robot@example.com", Permissions.Products.Create);
        _apiKey = (await _shop.AddKeyAsync(user)).Key.Id;
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    private IdempotencyStore Store => new(
        _shop.Services.GetRequiredService<IDbContextFactory<CommerceKittyDbContext>>(), _shop.Time, NullLogger<IdempotencyStore>.Instance);

    [Fact]
    public async Task Begin_WhoeverCarriedItOutIsGone_TakesItOverAfterAMinute()
    {
        (await BeginAsync()).Outcome.Should().Be(IdempotencyOutcome.CarryOut);
        _shop.Time.Advance(IdempotencyStore.Patience - TimeSpan.FromSeconds(1));
        (await BeginAsync()).Outcome.Should().Be(IdempotencyOutcome.InFlight);
        _shop.Time.Advance(TimeSpan.FromSeconds(1));

        (await BeginAsync()).Outcome.Should().Be(IdempotencyOutcome.CarryOut);
        (await BeginAsync()).Outcome.Should().Be(IdempotencyOutcome.InFlight, "the new one has its minute");
    }

    [Fact]
    public async Task TakenOver_TheSlowOneCommitsNothingAndLeavesNoAnswer()
    {
        var slow = (await BeginAsync()).Attempt!;
        _shop.Time.Advance(IdempotencyStore.Patience);
        var second = (await BeginAsync()).Attempt!;

        var late = await AddProductAsync(slow, "LATE");
        await Store.AnswerAsync(slow, Answer("late"));
        await Store.ReleaseAsync(slow);
        var done = await AddProductAsync(second, "DONE");
        await Store.AnswerAsync(second, Answer("done"));

        late.Error!.Code.Should().Be("changed-meanwhile");
        done.Error.Should().BeNull();
        Encoding.UTF8.GetString((await BeginAsync()).Answer!.Body).Should().Be("done");
        await using var db = _shop.OpenDatabase();
        (await db.Products.Select(p => p.Code).ToListAsync()).Should().Equal("DONE");
    }

    [Fact]
    public async Task TakeOver_AndCommit_AtTheSameMoment_OneOfThemLoses()
    {
        var slow = (await BeginAsync()).Attempt!;
        await using var db = _shop.OpenDatabase();
        var taking = await db.IdempotentRequests.SingleAsync();
        taking.TakeOver(_shop.Time.GetUtcNow().UtcDateTime + IdempotencyStore.Patience);

        (await AddProductAsync(slow, "FIRST")).Error.Should().BeNull();

        await ((Func<Task>)(() => db.SaveChangesAsync()))
            .Should()
            .ThrowAsync<DbUpdateConcurrencyException>("it was committed after it was read");
    }

    [Fact]
    public async Task Begin_DiedBetweenCommitAndAnswer_IsNeverCarriedOutAgain()
    {
        (await AddProductAsync((await BeginAsync()).Attempt!, "ONCE")).Error.Should().BeNull();
        (await BeginAsync()).Outcome.Should().Be(IdempotencyOutcome.InFlight);

        _shop.Time.Advance(IdempotencyStore.Patience);

        (await BeginAsync()).Outcome.Should().Be(IdempotencyOutcome.AnswerLost);
    }

    [Fact]
    public async Task Release_AfterItsChangeCommitted_IsNeverCarriedOutAgain()
    {
        var attempt = (await BeginAsync()).Attempt!;
        await AddProductAsync(attempt, "ONCE");

        await Store.ReleaseAsync(attempt);

        (await BeginAsync()).Outcome.Should().Be(IdempotencyOutcome.AnswerLost);
    }

    [Fact]
    public async Task Release_BeforeAnyChange_CanBeSentAgainAtOnce()
    {
        await Store.ReleaseAsync((await BeginAsync()).Attempt!);

        (await BeginAsync()).Outcome.Should().Be(IdempotencyOutcome.CarryOut);
    }

    [Fact]
    public async Task Begin_AfterADay_IsANewRequestWhateverItAsks()
    {
        await Store.AnswerAsync((await BeginAsync()).Attempt!, Answer("old"));
        _shop.Time.Advance(IdempotencyStore.Memory - TimeSpan.FromSeconds(1));
        (await BeginAsync()).Outcome.Should().Be(IdempotencyOutcome.Answered);
        (await BeginAsync(body: "other")).Outcome.Should().Be(IdempotencyOutcome.Reused);
        _shop.Time.Advance(TimeSpan.FromSeconds(1));

        (await BeginAsync(body: "other")).Outcome.Should().Be(IdempotencyOutcome.CarryOut);
        (await BeginAsync()).Outcome.Should().Be(IdempotencyOutcome.Reused);
    }

    [Fact]
    public async Task Begin_ManyAtOnce_ExactlyOneIsCarriedOut()
    {
        await using var other = _shop.OtherNode();
        var stores = new[]
        {
            Store,
            new IdempotencyStore(
                other.Services.GetRequiredService<IDbContextFactory<CommerceKittyDbContext>>(),
                _shop.Time,
                NullLogger<IdempotencyStore>.Instance),
        };

        var decisions = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(i => Task.Run(() => stores[i % 2].BeginAsync(_apiKey, Hash("k"), Hash("body")))));

        decisions.Count(d => d.Outcome == IdempotencyOutcome.CarryOut).Should().Be(1);
        decisions.Count(d => d.Outcome == IdempotencyOutcome.InFlight).Should().Be(15);
    }

    [Fact]
    public async Task Upkeep_DeletesWhatIsOlderThanADay_InBatches()
    {
        var old = _shop.Time.GetUtcNow().UtcDateTime - IdempotencyStore.Memory - TimeSpan.FromSeconds(1);
        await _shop.AddAsync(Enumerable.Range(0, 1_203).Select(i => Stored($"old-{i}", old)));
        await _shop.AddAsync(Stored("new", old.AddSeconds(2)));
        await using var db = _shop.OpenDatabase();

        (
            await _shop
                .Services.GetRequiredService<UnitOfWork>()
                .RunAsync<int>(Actor.System, async work => await IdempotencyStore.ForgetAsync(work, 10)))
            .Value.Should()
            .Be(10);
        (await db.IdempotentRequests.CountAsync()).Should().Be(1_194);
        using var upkeep = new Upkeep(
            _shop.Services.GetRequiredService<UnitOfWork>(), [new IdempotencyUpkeep()], _shop.Time, NullLogger<Upkeep>.Instance);
        await upkeep.RunOnceAsync();

        (await db.IdempotentRequests.SingleAsync()).KeyHash.Should().Equal(Hash("new"));
    }

    [Theory]
    [InlineData(201, "a secret", IdempotencyOutcome.AnswerLost)]
    [InlineData(201, "too long", IdempotencyOutcome.AnswerLost)]
    [InlineData(200, "short", IdempotencyOutcome.Answered)]
    [InlineData(204, "", IdempotencyOutcome.Answered)]
    [InlineData(400, "x", IdempotencyOutcome.CarryOut)]
    [InlineData(409, "x", IdempotencyOutcome.Answered)]
    [InlineData(412, "x", IdempotencyOutcome.Answered)]
    [InlineData(401, "x", IdempotencyOutcome.CarryOut)]
    [InlineData(403, "x", IdempotencyOutcome.CarryOut)]
    [InlineData(429, "x", IdempotencyOutcome.CarryOut)]
    [InlineData(500, "x", IdempotencyOutcome.CarryOut)]
    [InlineData(503, "x", IdempotencyOutcome.CarryOut)]
    public async Task Middleware_Answer_IsKeptUnlessItMustNotBe_R5(int status, string body, IdempotencyOutcome next)
    {
        body = body switch
        {
            "a secret" => $$"""{"value":"{{ApiKeyToken.Create()}}"}""",
            "too long" => new string('x', IdempotencyStore.MaximumBody + 1),
            _ => body,
        };
        var user = new UserAccess(1, "a@example.com", "A", false, true, string.Empty, "g", "G", PermissionSet.All);
        await using var scope = _shop.Services.CreateAsyncScope();
        var http = new DefaultHttpContext
        {
            User = ShopSeeding.Principal(user, _apiKey),
            RequestServices = scope.ServiceProvider,
        };
        http.Request.Method = "POST";
        http.Request.Path = "/api/v1/cats";
        http.Request.Headers["Idempotency-Key"] = "k";
        http.SetEndpoint(
            new RouteEndpoint(
                _ => Task.CompletedTask,
                RoutePatternFactory.Parse("/api/v1/cats"),
                0,
                EndpointMetadataCollection.Empty,
                "cats"));
        var answered = new MemoryStream();
        http.Response.Body = answered;

        await new IdempotencyMiddleware(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        }, Store).InvokeAsync(http);

        Encoding.UTF8.GetString(answered.ToArray()).Should().Be(body, "the first caller gets it whole");
        await using var db = _shop.OpenDatabase();
        var fingerprint = (await db.IdempotentRequests.AsNoTracking().SingleOrDefaultAsync())?.Fingerprint ?? Hash("none");
        (await Store.BeginAsync(_apiKey, Hash("k"), fingerprint)).Outcome.Should().Be(next);
        (await db.IdempotentRequests.AsNoTracking().CountAsync(r => r.Body != null))
            .Should()
            .Be(next == IdempotencyOutcome.Answered ? 1 : 0);
    }

    /// <summary>Who hangs up asks again: an answer that was cut off with the connection must not be what they get then.</summary>
    [Fact]
    public async Task Middleware_CallerHangsUpMeanwhile_TheWholeAnswerIsKept()
    {
        using var connection = new CancellationTokenSource();
        var user = new UserAccess(1, "a@example.com", "A", false, true, string.Empty, "g", "G", PermissionSet.All);
        var http = new DefaultHttpContext
        {
            User = ShopSeeding.Principal(user, _apiKey),
            RequestAborted = connection.Token,
            RequestServices = _shop.Services,
        };
        http.Request.Method = "POST";
        http.Request.Path = "/api/v1/cats";
        http.Request.Headers["Idempotency-Key"] = "k";
        http.SetEndpoint(
            new RouteEndpoint(
                _ => Task.CompletedTask,
                RoutePatternFactory.Parse("/api/v1/cats"),
                0,
                EndpointMetadataCollection.Empty,
                "cats"));

        var run = () => new IdempotencyMiddleware(async context =>
        {
            await connection.CancelAsync();
            // As a minimal endpoint's answer is written, which ends in silence when nobody waits for it.
            await Results.Ok(new { name = "Mia" }).ExecuteAsync(context);
        }, Store).InvokeAsync(http);
        await run.Should().ThrowAsync<OperationCanceledException>("nobody is there to be told");

        await using var db = _shop.OpenDatabase();
        var kept = await db.IdempotentRequests.AsNoTracking().SingleAsync();
        Encoding.UTF8.GetString(kept.Body!).Should().Be("""{"name":"Mia"}""");
    }

    [Fact]
    public void HasRoomFor_MoreThanAnHoursShare_KeepsNoMoreOfThatKeyUntilTheNextHour()
    {
        var store = Store;
        for (var kept = 0L; kept < IdempotencyStore.MaximumBytesInAnHour; kept += IdempotencyStore.MaximumBody)
            store.HasRoomFor(_apiKey, IdempotencyStore.MaximumBody).Should().BeTrue();

        store.HasRoomFor(_apiKey, 1).Should().BeFalse();
        store.HasRoomFor(_apiKey + 1, 1).Should().BeTrue();
        _shop.Time.Advance(TimeSpan.FromHours(1));
        store.HasRoomFor(_apiKey, 1).Should().BeTrue();
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static IdempotentAnswer Answer(string body) => new(200, "application/json", null, null, Encoding.UTF8.GetBytes(body));

    private Task<IdempotencyDecision> BeginAsync(string body = "body") => Store.BeginAsync(_apiKey, Hash("k"), Hash(body));

    private IdempotentRequest Stored(string key, DateTime at) => new()
    {
        ApiKeyId = _apiKey,
        KeyHash = Hash(key),
        Fingerprint = Hash("body"),
        CreatedAt = at,
        LockedUntil = at,
        Attempt = 1,
        Body = [1, 2, 3],
    };

    private async Task<Result<ProductResource>> AddProductAsync(IdempotentAttempt attempt, string code)
    {
        await using var acting = _shop.AsCommandLine();
        acting.Get<CurrentAttempt>().Value = attempt;
        return await acting.Get<ProductService>().CreateAsync(new() { Code = code, Name = code, Price = 1, Currency = "EUR" });
    }
}
