using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>Requests made from the OpenAPI document, right and hostile: whatever comes, the answer is one that the document promises, and
/// nothing happens that was not offered.</summary>
[Trait("Needs", "Server")]
public sealed class ApiFuzzTests(DemoAppHost host) : IClassFixture<DemoAppHost>
{
    /// <summary>Set to a number to repeat a run.</summary>
    private const string SeedVariable = "COMMERCEKITTY_FUZZ_SEED";

    /// <summary>Half of the requests to each operation that are the same in each run; three times as many are new.</summary>
    private const int Rounds = 60;

    [Fact]
    public async Task Answers_ToTheSameRequestsEachTime_AreThosePromised()
    {
        var reached = await FuzzAsync(2_026, 2 * Rounds);

        // A fuzz that only ever hears 400 proves nothing.
        // What chance puts into the many filters of these hardly ever fits; their own tests hear 200.
        reached.Where(o => o.Key is not ("ListApiKeyCalls" or "ListApiKeyRefusals"))
            .Should()
            .OnlyContain(o => o.Value.Any(s => s < 300) && o.Value.Any(s => s >= 400), "each operation was done and was refused");
    }

    [Fact]
    public async Task Answers_ToNewRequests_AreThosePromised()
    {
        var seed = ulong.TryParse(
            Environment.GetEnvironmentVariable(SeedVariable),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var given)
            ? given
            : BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
        TestContext.Current.TestOutputHelper?.WriteLine($"{SeedVariable}={seed}");

        await FuzzAsync(seed, 3 * Rounds);
    }

    private async Task<Dictionary<string, HashSet<int>>> FuzzAsync(ulong seed, int rounds)
    {
        using var anonymous = host.Client();
        var document = JsonNode.Parse(await anonymous.GetStringAsync("/openapi/v1.json"))!.AsObject();
        var contract = new ApiContract(document);
        var requests = new FuzzGenerator(document, await KnownAsync()).Requests();
        var reached = OpenApiRules
            .Repeatable(document)
            .ToDictionary(o => o.Operation["operationId"]!.GetValue<string>(), _ => new HashSet<int>());
        var defects = new Dictionary<string, string>();
        var random = new PCG(1, seed);
        var before = await PowersAsync();
        using var mighty = host.Client(await KeyAsync(PermissionCatalogue.All.Select(p => p.Name)));
        using var powerless = host.Client(await KeyAsync([]));
        var sent = 0;
        for (; sent < rounds * requests.Count; sent++)
        {
            var request = requests[sent % requests.Count].Generate(random, null, out _);
            var client = (sent % 20) switch { 7 => anonymous, 13 => powerless, _ => mighty };
            using var response = await SendAsync(client, request);
            reached[request.Operation].Add((int)response.StatusCode);
            var wrong = await contract.DefectsAsync(request.Operation, response);
            if (request.HasExtraMember && response.IsSuccessStatusCode)
                wrong.Add("a member that does not exist was let pass");
            foreach (var defect in wrong)
                defects.TryAdd($"{request.Operation}: {defect}", $"{request}\n    {await response.Content.ReadAsStringAsync()}");
            // A key that a request took away would make all others 401.
            if (response.StatusCode == System.Net.HttpStatusCode.Unauthorized && client == mighty)
                mighty.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                    "Bearer",
                    await KeyAsync(PermissionCatalogue.All.Select(p => p.Name)));
            if (client == anonymous && response.IsSuccessStatusCode)
                defects.TryAdd($"{request.Operation}: done without a key", request.ToString());
            if (client == powerless && request.Operation != "GetMe" && response.IsSuccessStatusCode)
                defects.TryAdd($"{request.Operation}: done without its permission", request.ToString());
        }

        // First: they say where a 500 comes from. A node that cannot tell in time that nothing has changed says so and answers 503 (R11),
        // which a machine that is busy enough makes happen.
        host.Logs.Where(l => l.StartsWith("Error", StringComparison.Ordinal) || l.StartsWith("Critical", StringComparison.Ordinal))
            .Where(l => !l.Contains(nameof(AccessLease), StringComparison.Ordinal))
            .Should().BeEmpty($"request {sent} of {SeedVariable}={seed} and those before go well");
        defects
            .Select(d => $"{d.Key}\n    {d.Value}")
            .Should()
            .BeEmpty($"request {sent} of {SeedVariable}={seed} and those before are answered as the document promises");
        (await PowersAsync()).Should().BeSubsetOf(before, "nobody got more power");
        await using var db = host.OpenDatabase();
        (await db.StockItems.CountAsync(i => i.Reserved < 0 || i.OnHand < i.Reserved)).Should().Be(0);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{sent} requests; {string.Join(", ", reached.Select(r => $"{r.Key} {string.Join('/', r.Value.Order())}"))}");
        return reached;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, FuzzRequest request)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(request.Address, UriKind.Relative));
        foreach (var (name, value) in request.Headers)
            message.Headers.TryAddWithoutValidation(name, value);
        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(request.Body);
            if (request.ContentType is not null)
                message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        // What is too large is refused before it is sent; refused midway, the answer may be lost with the connection.
        message.Headers.ExpectContinue = request.Body?.Length > 1_000_000;
        try
        {
            return await client.SendAsync(message);
        }
        catch (HttpRequestException exception)
        {
            throw new InvalidOperationException($"There was no answer to {request}", exception);
        }
    }

    /// <summary>Things that exist, so that not every request ends at the first look-up.</summary>
    private async Task<Dictionary<string, string[]>> KnownAsync()
    {
        await using var db = host.OpenDatabase();
        var skus = await db.Products.Where(p => !p.Archived).OrderBy(p => p.Id).Take(12).Select(p => p.Code).ToArrayAsync();
        return new()
        {
            ["orders id"] = await Texts(db.Orders.OrderByDescending(o => o.Id).Take(150).Select(o => o.Id)),
            ["products id"] = await Texts(db.Products.OrderBy(p => p.Id).Take(20).Select(p => p.Id)),
            ["api-keys id"] = await Texts(db.ApiKeys.OrderBy(k => k.Id).Take(20).Select(k => k.Id)),
            ["id"] = [.. Enumerable.Range(1, 20).Select(i => i.ToString(CultureInfo.InvariantCulture))],
            ["code"] = await db.Roles.Select(r => r.Code).ToArrayAsync(),
            ["source"] = await db.InventorySources.Select(s => s.Code).ToArrayAsync(),
            ["sku"] = skus,
            ["productCode"] = skus,
        };

        static async Task<string[]> Texts(IQueryable<int> ids) =>
            [.. (await ids.ToListAsync()).Select(i => i.ToString(CultureInfo.InvariantCulture))];
    }

    private Task<string> KeyAsync(IEnumerable<string> permissions) => host.Services.AddKeyOfNewUserAsync("fuzz", permissions);

    /// <summary>Enabled users and permissions, but for those who are here for the fuzz. Offboarding takes from them.</summary>
    private async Task<List<string>> PowersAsync()
    {
        await using var db = host.OpenDatabase();
        var users = await db.Users.Where(u => u.Enabled && !u.Email!.StartsWith("fuzz-"))
            .OrderBy(u => u.Id)
            .Select(u => new
            {
                u.Id,
                u.Email,
                u.IsOwner,
            })
            .ToListAsync();
        var groups = await db.RoleClaims.Where(c => !db.Roles.Any(r => r.Id == c.RoleId && r.Code.StartsWith("fuzz-")))
            .OrderBy(c => c.Id)
            .Select(c => new { c.RoleId, c.ClaimValue })
            .ToListAsync();
        return [.. users.Select(u => u.ToString()!), .. groups.Select(g => g.ToString()!)];
    }
}
