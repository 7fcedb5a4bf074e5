// Commerce Kitty by C# (.NET 10): who am I, open orders, new notes, stock, and what can go wrong.
// Run: COMMERCE_KITTY_API_KEY=kitty_… dotnet run csharp.cs
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

var address = (Environment.GetEnvironmentVariable("COMMERCE_KITTY_URL") ?? "http://localhost:5080").TrimEnd('/');
using var http = new HttpClient { BaseAddress = new Uri(address + "/api/v1/") };
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Environment.GetEnvironmentVariable("COMMERCE_KITTY_API_KEY"));
try
{
    await MainAsync();
    return 0;
}
catch (Refused refused)
{
    // 401 and 403 among others: trying again will not help.
    Console.Error.WriteLine(refused.Message);
    return 1;
}

async Task MainAsync()
{
    var (me, _) = await CallAsync("GET", "me");
    Console.WriteLine($"Key \"{me["key"]!["name"]}\" acts as {me["user"]!["name"]}.");

    var pages = new List<JsonArray>();
    await foreach (var page in OpenOrdersAsync())
        pages.Add(page);
    Console.WriteLine($"Open orders: {pages.Sum(p => p.Count)}, read in {pages.Count} pages.");

    var order = await ChangeNotesAsync((int)pages[0][0]!["id"]!, "Leave at the back door");
    Console.WriteLine($"Order {order["number"]} has new notes.");

    // Each line of a batch has its own result. With an Idempotency-Key it can be sent again when the answer got lost.
    var (stock, _) = await CallAsync("GET", "inventory?limit=2");
    var lines = new JsonArray();
    foreach (var item in stock["data"]!.AsArray())
        lines.Add((JsonNode)new JsonObject { ["source"] = (string?)item!["source"], ["sku"] = (string?)item["sku"], ["onHand"] = (int)item["onHand"]! });
    var sku = (string)lines[0]!["sku"]!;
    var (done, _) = await CallAsync("POST", "inventory/batch", new JsonObject { ["note"] = "Counted", ["lines"] = lines }, ("Idempotency-Key", Guid.NewGuid().ToString()));
    Console.WriteLine($"Stock: {done["changed"]} changed, {done["unchanged"]} unchanged, {done["refused"]} refused.");

    try
    {
        await CallAsync("POST", "orders", new JsonObject
        {
            ["channel"] = "Example",
            ["customerName"] = "Anna de Vries",
            ["customerEmail"] = "anna@example.com",
            ["lines"] = new JsonArray(new JsonObject { ["productCode"] = sku, ["quantity"] = 1_000_000 }),
        });
        Console.WriteLine($"Ordered a million of {sku}.");
    }
    catch (Refused refused) when (refused.Status == HttpStatusCode.Conflict)
    {
        // 409: what is asked for cannot be.
        Console.WriteLine($"A million of {sku}: 409 {refused.Code}.");
    }
}

// Lists come in slices: go on with "next" until it is null.
async IAsyncEnumerable<JsonArray> OpenOrdersAsync()
{
    for (string? after = ""; after is not null;)
    {
        var (page, _) = await CallAsync("GET", "orders?status=open&limit=20" + (after.Length > 0 ? $"&after={Uri.EscapeDataString(after)}" : ""));
        yield return page["data"]!.AsArray();
        after = (string?)page["next"];
    }
}

// If-Match keeps a change from overwriting somebody else's: when they were faster the answer is 412, so read again.
async Task<JsonNode> ChangeNotesAsync(int id, string notes)
{
    for (var tries = 0; tries < 3; tries++)
    {
        var (_, tag) = await CallAsync("GET", $"orders/{id}");
        try
        {
            return (await CallAsync("PATCH", $"orders/{id}", new JsonObject { ["notes"] = notes }, ("If-Match", tag!))).Json;
        }
        catch (Refused refused) when (refused.Status == HttpStatusCode.PreconditionFailed)
        {
        }
    }

    throw new InvalidOperationException("Others change this order all the time.");
}

// Answers the JSON and the ETag. Waits and tries again when the API asks for patience.
async Task<(JsonNode Json, string? Tag)> CallAsync(string method, string path, JsonNode? body = null, params (string Name, string Value)[] headers)
{
    for (var tries = 0; tries < 5; tries++)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var response = await http.SendAsync(request);
        var json = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        if (response.IsSuccessStatusCode)
            return (json, response.Headers.ETag?.ToString());
        if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
            throw new Refused(response.StatusCode, (string)json["code"]!, (string)json["detail"]!);
        await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(5)); // Too many requests, or not available right now.
    }

    throw new InvalidOperationException("Gave up after 5 tries.");
}

/// <summary>The API said no: branch on the code, show the detail.</summary>
sealed class Refused(HttpStatusCode status, string code, string detail) : Exception($"{(int)status} {code}: {detail}")
{
    public HttpStatusCode Status => status;

    public string Code => code;
}
