using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>R11 and R12 over a database that really fails, under traffic.</summary>
[Trait("Needs", "Server")]
public sealed class OutageTests : IAsyncDisposable
{
    /// <summary>Somebody with a key who asks for what there is not: the answer is 404 when the key lets in, without another look at the
    /// database.</summary>
    private const string Nothing = "/api/v1/nothing";

    private readonly FailingDatabase _app = new();

    public static TheoryData<string> Outages => new(FailingDatabase.Outages);

    public static TheoryData<string> WriteOutages => new(FailingDatabase.WriteOutages);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Requests_DatabaseSilent_NoneIsAcceptedBeyondTheLeaseNorCalledBad_AndAllRecoverByThemselves_R11_R12(string outage)
    {
        var key = (
            await _app.Services.AddKeyAsync(await _app.Services.AddUserWithAsync("reader@example.com", Permissions.Orders.ViewAll))).Value;
        using var client = _app.Client(key);
        using var stop = new CancellationTokenSource();
        var answers = new ConcurrentQueue<(long SentAt, long AnsweredAt, HttpStatusCode Status, bool SaysWhen)>();
        var callers = Enumerable.Range(0, 3).Select(_ => CallAsync()).ToList();
        await SeenAsync(HttpStatusCode.NotFound, since: 0);

        await _app.BeginAsync(outage);
        var broken = Stopwatch.GetTimestamp();
        var lease = (long)(LeaseTerms.Standard.Duration.TotalSeconds * Stopwatch.Frequency);
        await SeenAsync(HttpStatusCode.ServiceUnavailable, broken + lease, count: 3);
        var healed = Stopwatch.GetTimestamp();
        _app.Heal();
        await SeenAsync(HttpStatusCode.NotFound, healed);
        await stop.CancelAsync();
        await Task.WhenAll(callers);

        answers
            .Select(a => a.Status)
            .Distinct()
            .Should()
            .BeEquivalentTo([HttpStatusCode.NotFound, HttpStatusCode.ServiceUnavailable], "nobody's key is called bad");
        answers.Where(a => a.Status == HttpStatusCode.ServiceUnavailable).Should().OnlyContain(a => a.SaysWhen);
        answers
            .Where(a => a.SentAt > broken + lease && a.AnsweredAt < healed)
            .Should()
            .NotBeEmpty()
            .And.OnlyContain(a => a.Status == HttpStatusCode.ServiceUnavailable);

        async Task CallAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                var at = Stopwatch.GetTimestamp();
                using var response = await client.GetAsync(Nothing);
                answers.Enqueue((at, Stopwatch.GetTimestamp(), response.StatusCode, response.Headers.RetryAfter is not null));
            }
        }

        Task SeenAsync(HttpStatusCode status, long since, int count = 1) => Until.ThereIsAsync(
            () => Task.FromResult(answers.Count(a => a.SentAt >= since && a.Status == status) >= count ? "seen" : null),
            $"{count} times {status}");
    }

    [Theory]
    [MemberData(nameof(WriteOutages))]
    public async Task Writes_DatabaseTakesNone_AreRefusedWhole_WhileReadsGoOn_R10_R11(string outage)
    {
        var user = await _app.Services.AddUserWithAsync("writer@example.com", Permissions.Products.Create, Permissions.Products.ViewAll);
        using var client = _app.Client((await _app.Services.AddKeyAsync(user)).Value);
        var created = 0;
        (await CreateAsync()).Should().Be(HttpStatusCode.Created);

        await _app.BeginAsync(outage);
        // A full disk has some room left in the pages that there are.
        await Until.ThereIsAsync(async () => await CreateAsync() == HttpStatusCode.ServiceUnavailable ? "refused" : null, "a refusal");
        (await client.GetAsync("/api/v1/products?limit=1")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.GetAsync("/api/v1/me")).StatusCode.Should().Be(HttpStatusCode.OK);

        _app.Heal();
        await Until.ThereIsAsync(async () => await CreateAsync() == HttpStatusCode.Created ? "done" : null, "the first write afterwards");
        await using var db = _app.OpenDatabase();
        (await db.Products.CountAsync()).Should().Be(created, "what was answered with success is there, and nothing else");
        (await db.AuditEntries.CountAsync(e => e.Action == "product.created")).Should().Be(created);

        async Task<HttpStatusCode> CreateAsync()
        {
            var product = new { code = $"P-{Guid.CreateVersion7():N}", name = new string('n', 80), price = 1, currency = "EUR" };
            using var response = await client.PostAsJsonAsync("/api/v1/products", product);
            response.StatusCode.Should().BeOneOf(HttpStatusCode.Created, HttpStatusCode.ServiceUnavailable);
            if (response.StatusCode == HttpStatusCode.Created)
                created++;
            else
                response.Headers.RetryAfter.Should().NotBeNull();
            return response.StatusCode;
        }
    }
}
