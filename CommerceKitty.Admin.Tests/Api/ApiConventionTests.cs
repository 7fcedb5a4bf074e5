using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Http;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>What holds for every answer under <c>/api</c> (design §5), through the real pipeline on Kestrel.</summary>
[Trait("Needs", "Server")]
public sealed class ApiConventionTests(ApiConventionTests.Shop shop) : IClassFixture<ApiConventionTests.Shop>
{
    [Theory]
    [InlineData("a")]
    [InlineData("sync-2026.11_23")]
    [InlineData("128")]
    public async Task RequestId_OfASaneShape_IsReturnedAndIsTheProblemsTraceId(string id)
    {
        id = id == "128" ? string.Concat(Enumerable.Repeat("x.", 64)) : id;
        var response = await SendAsync("GET", "/api/v1/nowhere", headers: ("X-Request-Id", id));

        response.Headers.GetValues("X-Request-Id").Should().Equal(id);
        (await response.ProblemAsync()).GetProperty("traceId").GetString().Should().Be(id);
    }

    [Theory]
    [InlineData("<script>")]
    [InlineData("a b")]
    [InlineData("a;b")]
    [InlineData("129")]
    [InlineData("0123456789ABCDEFGHIJabcdefghij0123456789AB")]
    [InlineData("")]
    public async Task RequestId_OfAnotherShape_IsReplaced(string id)
    {
        id = id == "129" ? string.Concat(Enumerable.Repeat("x.", 65)) : id;
        var response = await SendAsync("GET", "/api/v1/nowhere", headers: ("X-Request-Id", id));

        var given = response.Headers.GetValues("X-Request-Id").Should().ContainSingle().Subject;
        given.Should().NotBe(id).And.NotBeEmpty();
        (await response.ProblemAsync()).GetProperty("traceId").GetString().Should().Be(given);
    }

    [Fact]
    public async Task RequestId_OfAFailure_IsInTheLog()
    {
        await using var app = new AppHost();
        var key = await app.Services.AddKeyAsync(await app.Services.AddUserWithAsync("a@example.com", Permissions.Orders.ViewAll));
        await using var db = app.OpenDatabase();
        await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRawAsync(
            db.Database,
            "alter table \"Orders\" rename to \"Away\"");
        using var client = app.Client(key.Value);
        client.DefaultRequestHeaders.Add("X-Request-Id", "find-me-again");

        var response = await client.GetAsync("/api/v1/orders");

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        response.Headers.GetValues("X-Request-Id").Should().Equal("find-me-again");
        (await response.ProblemAsync()).GetProperty("traceId").GetString().Should().Be("find-me-again");
        app.Logs.Should()
            .Contain(line =>
                line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("find-me-again", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET", "/api", 404, "not-found")]
    [InlineData("GET", "/api/", 404, "not-found")]
    [InlineData("GET", "/api/v1", 404, "not-found")]
    [InlineData("GET", "/api/v1/nowhere", 404, "not-found")]
    [InlineData("POST", "/api/v1/nowhere", 404, "not-found")]
    [InlineData("GET", "//api/v1/me", 404, "not-found")]
    [InlineData("GET", "///api", 404, "not-found")]
    [InlineData("GET", "/api%2Fv1/me", 404, "not-found")]
    [InlineData("GET", "/api%2fv1%2fme", 404, "not-found")]
    [InlineData("GET", "/%2Fapi/v1/me", 404, "not-found")]
    [InlineData("GET", "/%2fAPI%2fv1", 404, "not-found")]
    [InlineData("GET", "/api%5Cv1", 404, "not-found")]
    [InlineData("GET", "/api/v1/me%2F", 404, "not-found")]
    [InlineData("GET", "/api/v1/orders/99999999999999999999", 404, "not-found")]
    [InlineData("GET", "/api/v1/orders/2147483647", 404, "not-found")]
    [InlineData("GET", "/api/v1/inventory/%01/%7F", 404, "not-found")]
    [InlineData("GET", "/api/v1/inventory/north/%F0%9F%90%88", 404, "not-found")]
    [InlineData("PUT", "/api/v1/orders/1", 405, "method-not-allowed")]
    [InlineData("OPTIONS", "/api/v1/orders", 405, "method-not-allowed")]
    [InlineData("BREW", "/api/v1/orders", 405, "method-not-allowed")]
    [InlineData("POST", "/api/v1/me", 405, "method-not-allowed")]
    [InlineData("GET", "/api/v1/orders/1/cancellation", 405, "method-not-allowed")]
    public async Task Send_WhatIsNotThere_IsAProblemWithTheCommonHeaders(string method, string path, int status, string code)
    {
        var response = await RawHttp.SendAsync(shop.Address, method, path, null, $"Authorization: Bearer {shop.Key}");

        RawHttp.StatusOf(response).Should().Be(status, response);
        response.Should().Contain("Content-Type: application/problem+json").And.Contain($"\"code\":\"{code}\"")
            .And.Contain("Cache-Control: no-store").And.Contain("X-Content-Type-Options: nosniff")
            .And.Contain("X-Request-Id: ").And.NotContain("Location:").And.NotContain("Set-Cookie");
        var anonymous = await RawHttp.SendAsync(shop.Address, method, path, null);
        RawHttp.StatusOf(anonymous).Should().Be(401, "who is not known learns nothing of what there is");
        anonymous.Should().Contain("application/problem+json").And.NotContain("Location:");
    }

    [Theory]
    [InlineData("POST", "/api/v1/me", "GET, HEAD")]
    [InlineData("PUT", "/api/v1/orders", "GET, HEAD, POST")]
    [InlineData("DELETE", "/api/v1/orders/1", "GET, HEAD, PATCH")]
    [InlineData("GET", "/api/v1/orders/1/cancellation", "POST")]
    [InlineData("HEAD", "/api/v1/orders/1/cancellation", "POST")]
    public async Task Send_WrongMethod_AllowNamesTheRightOnes(string method, string path, string allow)
    {
        var response = await SendAsync(method, path);

        response.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        string.Join(", ", response.Content.Headers.Allow.Order()).Should().Be(allow);
    }

    [Theory]
    [InlineData("/api/v1/me", HttpStatusCode.OK)]
    [InlineData("/api/v1/orders?limit=1", HttpStatusCode.OK)]
    [InlineData("/api/v1/orders?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/orders/4711", HttpStatusCode.NotFound)]
    public async Task Head_OfWhatAnswersGet_IsItsHeadersWithoutABody(string path, HttpStatusCode status)
    {
        var get = await SendAsync("GET", path);
        var head = await SendAsync("HEAD", path);

        (get.StatusCode, head.StatusCode).Should().Be((status, status));
        (await head.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        head.Content.Headers.ContentType.Should().Be(get.Content.Headers.ContentType);
        head.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [Theory]
    [InlineData("Idempotency-Key:")]
    [InlineData("Idempotency-Key: \t")]
    [InlineData("Idempotency-Key: a\r\nIdempotency-Key: a")]
    public async Task Post_OddIdempotencyKey_Is400(string header)
    {
        var response = await RawHttp.SendAsync(shop.Address, "POST", "/api/v1/orders", "{}",
            $"Authorization: Bearer {shop.Key}", "Content-Type: application/json", "Content-Length: 2", header);

        RawHttp.StatusOf(response).Should().Be(400, response);
        response.Should().Contain("bad-idempotency-key");
    }

    /// <summary>What a body is, the status it gets and what the answer names.</summary>
    public static TheoryData<string, int, string, string> Bodies => new()
    {
        { "", 400, "malformed-json", "missing" },
        { "null", 400, "malformed-json", "missing" },
        { "   null  ", 400, "malformed-json", "missing" },
        { "{", 400, "malformed-json", "(line 1, position 2)" },
        { "{\n  \"notes\": tru\n}", 400, "malformed-json", "(line 2, position " },
        { "[]", 400, "malformed-json", "at $" },
        { "\"x\"", 400, "malformed-json", "at $" },
        { """{"notes":1}""", 400, "malformed-json", "$.notes" },
        { """{"notes":{"a":1}}""", 400, "malformed-json", "$.notes" },
        { """{"notez":"x"}""", 400, "malformed-json", "$.notez (line 1, position 10). Did you mean notes?" },
        { """{"CUSTOMERMAIL":"x"}""", 400, "malformed-json", "Did you mean customerEmail?" },
        { """{" ":1}""", 400, "malformed-json", "Remove it or correct its name." },
        { """{"no.tes":1}""", 400, "malformed-json", "Remove it or correct its name." },
        { """{"total":1}""", 400, "malformed-json", "Remove it or correct its name." },
        { """{"Notes":"x","notes":"y"}""", 400, "malformed-json", "$" },
        { """{"notes":"\ud800"}""", 400, "malformed-json", "$.notes" },
        { """{"notes":"\u0000"}""", 400, "validation-failed", "control characters" },
        { """{"notes":"x",}""", 400, "malformed-json", "(line 1, position " },
        { """{"notes":"x"} {}""", 400, "malformed-json", "(line 1, position " },
        { """{"notes":"x"/*comment*/}""", 400, "malformed-json", "(line 1, position " },
        { "\uFEFF{\"notes\":", 400, "malformed-json", "(line 1, position " },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Patch_BodyThatCannotBeRead_SaysWhere(string body, int status, string code, string named)
    {
        var response = await SendAsync("PATCH", $"/api/v1/orders/{shop.OrderId}", body);

        ((int)response.StatusCode).Should().Be(status);
        var problem = await response.ProblemAsync();
        problem.GetProperty("code").GetString().Should().Be(code);
        problem.GetProperty("detail").GetString().Should().Contain(named).And.NotContain("CommerceKitty").And.NotContain("OrderEdit");
    }

    [Fact]
    public async Task Patch_NestedTooDeep_OrNotUtf8_IsMalformed()
    {
        var deep = await SendAsync("PATCH", $"/api/v1/orders/{shop.OrderId}", string.Concat(Enumerable.Repeat("{\"notes\":", 100)));
        (await deep.OutcomeAsync()).Should().Be("400 malformed-json");

        using var bytes = new ByteArrayContent([.. "{\"notes\":\""u8, 0xFF, 0xFE, .. "\"}"u8]);
        bytes.Headers.ContentType = new("application/json");
        using var client = shop.Client(shop.Key);
        (await (await client.PatchAsync($"/api/v1/orders/{shop.OrderId}", bytes)).OutcomeAsync()).Should().Be("400 malformed-json");
    }

    [Fact]
    public async Task Patch_MemberNamedLikeAKey_IsNotRepeated_R5()
    {
        var response = await SendAsync("PATCH", $"/api/v1/orders/{shop.OrderId}", $$"""{"{{shop.Key}}":1}""");

        (await response.Content.ReadAsStringAsync()).Should().Contain("malformed-json").And.NotContain(shop.Key[10..]);
    }

    [Theory]
    [InlineData(
        "POST",
        "/api/v1/orders",
        """{"channel":"web","customerName":"A","customerEmail":"a@example.com","lines":[{"productCode":"X","quantity":"1"}]}""",
        "$.lines[0].quantity"
    )]
    [InlineData("POST", "/api/v1/orders", """{"lines":[{"productCode":"X","quantity":1.5}]}""", "$.lines[0].quantity")]
    [InlineData("POST", "/api/v1/orders", """{"lines":[{"productCode":"X","quantity":99999999999}]}""", "$.lines[0].quantity")]
    [InlineData("POST", "/api/v1/orders", """{"lines":[{"unitPrice":1e400}]}""", "$.lines[0].unitPrice")]
    [InlineData("POST", "/api/v1/orders", """{"lines":[{"price":1}]}""", "$.lines[0].price")]
    [InlineData("POST", "/api/v1/inventory/adjustments", """{"reason":"bored"}""", "$.reason")]
    [InlineData("POST", "/api/v1/inventory/adjustments", """{"reason":1}""", "$.reason")]
    [InlineData("POST", "/api/v1/products", """{"price":"12"}""", "$.price")]
    public async Task Post_WrongType_NamesItByItsPath(string method, string path, string body, string jsonPath)
    {
        var response = await SendAsync(method, path, body);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        var problem = await response.ProblemAsync();
        problem.GetProperty("code").GetString().Should().Be("malformed-json");
        problem.GetProperty("detail").GetString().Should().Contain(jsonPath);
    }

    [Theory]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/xml", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-16", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=nonsense", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=us-ascii", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=\"iso-8859-1\"", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.OK)]
    [InlineData("application/json; charset=\"utf-8\"", HttpStatusCode.OK)]
    [InlineData("application/json; charset=\"UTF-8\"; profile=\"a;b\"", HttpStatusCode.OK)]
    [InlineData("application/json; charset=\"utf\\-8\"", HttpStatusCode.OK)]
    [InlineData("application/vnd.shop+json; charset=\"utf-8\"", HttpStatusCode.OK)]
    [InlineData("application/vnd.shop+json", HttpStatusCode.OK)]
    public async Task Patch_MediaType_Is415UnlessItIsJson(string mediaType, HttpStatusCode status)
    {
        using var body = new ByteArrayContent("{}"u8.ToArray());
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        using var client = shop.Client(shop.Key);

        var response = await client.PatchAsync($"/api/v1/orders/{shop.OrderId}", body);

        response.StatusCode.Should().Be(status);
        if (status != HttpStatusCode.OK)
            (await response.ProblemAsync()).GetProperty("code").GetString().Should().Be("unsupported-media-type");
    }

    /// <summary>Every operation with a body, from the document: its charset is read as RFC 9110 §5.6.6 writes it, and a body that is
    /// not UTF-8 or is compressed is refused rather than stored as something else.</summary>
    [Fact]
    public async Task EveryBody_IsPlainUtf8Or415()
    {
        using var anyone = shop.Client();
        var document = await (await anyone.GetAsync("/openapi/v1.json")).JsonAsync();
        using var client = shop.Client(await KeyOfAllAsync());
        var checkedOnes = 0;
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject().Where(o => o.Value.TryGetProperty("requestBody", out _)))
            {
                var address = AddressOf(path.Name);
                async Task<HttpResponseMessage> CallAsync(string contentType, string? encoding)
                {
                    using var request = new HttpRequestMessage(new HttpMethod(operation.Name.ToUpperInvariant()), address);
                    request.Content = new ByteArrayContent("{\"nowhere\":\"café\"}"u8.ToArray());
                    request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
                    if (encoding is not null)
                        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
                    return await client.SendAsync(request);
                }

                var outcomes = new List<string>();
                foreach (var (contentType, encoding) in new (string, string?)[]
                {
                    ("application/json; charset=\"utf-8\"", null), ("application/json", "identity"),
                    ("application/json; charset=us-ascii", null), ("application/json", "gzip"), ("application/json", "identity, br"),
                })
                {
                    using var response = await CallAsync(contentType, encoding);
                    response.Headers.TryGetValues("Accept-Encoding", out var taken);
                    outcomes.Add(await response.OutcomeAsync() + string.Concat((taken ?? []).Select(t => $",{t}")));
                }

                outcomes.Should().Equal(
                    [
                        "400 malformed-json", "400 malformed-json", "415 unsupported-media-type", "415 unsupported-media-type,identity",
                        "415 unsupported-media-type,identity",
                    ],
                    "{0} {1}", operation.Name, path.Name);
                checkedOnes++;
            }
        }

        checkedOnes.Should().BeGreaterThan(10, "else this proves nothing");
    }

    [Fact]
    public async Task Patch_QuotedCharset_StoresTheLetters()
    {
        using var client = shop.Client(shop.Key);
        using var body = new ByteArrayContent("{\"notes\":\"café 🐈\"}"u8.ToArray());
        body.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json; charset=\"utf-8\"");

        var response = await client.PatchAsync($"/api/v1/orders/{shop.OrderId}", body);

        (await response.JsonAsync()).GetProperty("notes").GetString().Should().Be("café 🐈");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_MoreThanAMegabyte_Is413(bool chunked)
    {
        using var body = new ByteArrayContent([
            .. Encoding.UTF8.GetBytes("{\"notes\":\""),
            .. Enumerable.Repeat((byte)'a', 1024 * 1024),
            .. "\"}"u8,
        ]);
        body.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/orders") { Content = body };
        request.Headers.TransferEncodingChunked = chunked;
        using var client = shop.Client(shop.Key);

        var response = await client.SendAsync(request);

        (await response.OutcomeAsync()).Should().Be("413 too-large");
    }

    [Theory]
    [InlineData("limit=2147483648")]
    [InlineData("limit=-1")]
    [InlineData("limit=201")]
    [InlineData("limit=%201")]
    [InlineData("limit=1.0")]
    [InlineData("limit=%D9%A1")]
    [InlineData("after=%00")]
    [InlineData("after=AAAA&after=BBBB")]
    [InlineData("q=a%0Ab")]
    [InlineData("q=%E2%80%AE")]
    [InlineData("channel=%07")]
    [InlineData("sort=%F0%9F%90%88")]
    [InlineData("status=Open")]
    public async Task List_ParameterThatCannotBe_Is400(string query) =>
        (await (await SendAsync("GET", "/api/v1/orders?" + query)).OutcomeAsync()).Should().Be("400 validation-failed");

    /// <summary>From the document, so that no operation is forgotten.</summary>
    [Fact]
    public async Task EveryOperation_UnknownParameter_Is400WithItsName()
    {
        using var anyone = shop.Client();
        var document = await (await anyone.GetAsync("/openapi/v1.json")).JsonAsync();
        using var client = shop.Client(await KeyOfAllAsync());
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var address = AddressOf(path.Name);
                using var request = new HttpRequestMessage(new HttpMethod(operation.Name.ToUpperInvariant()), address + "?nowhere=1&b=2");
                if (operation.Value.TryGetProperty("requestBody", out _))
                    request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
                using var response = await client.SendAsync(request);

                response.StatusCode.Should().Be(HttpStatusCode.BadRequest, "{0} {1}", operation.Name, path.Name);
                var problem = await response.ProblemAsync();
                problem.GetProperty("code").GetString().Should().Be("validation-failed");
                problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Should().Equal("nowhere", "b");
            }
        }
    }

    [Theory]
    [InlineData("/orders?stauts=open", "stauts", "Did you mean status?")]
    [InlineData("/orders?statuses=open", "statuses", "Did you mean status?")]
    [InlineData("/orders?Limt=1", "Limt", "Did you mean limit?")]
    [InlineData("/orders?page=2", "page", "The parameters are after, ")]
    [InlineData("/me?page=2", "page", "no query parameters")]
    [InlineData("/products?archved=true", "archved", "Did you mean archived?")]
    [InlineData("/orders?q=a&q=b", "q", "given twice")]
    [InlineData("/orders?q=a&Q=b", "q", "given twice")]
    [InlineData("/orders?=b", "", "There is no parameter")]
    public async Task Parameter_Unknown_IsNamedWithTheNearestKnownOne(string path, string name, string text)
    {
        var response = await SendAsync("GET", "/api/v1" + path);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.ProblemAsync()).GetProperty("errors").GetProperty(name)[0].GetString().Should().Contain(text);
    }

    [Theory]
    [InlineData("/orders?LIMIT=1&Status=open&q=")]
    [InlineData("/me?")]
    public async Task Parameter_Known_InAnyCase(string path) =>
        (await SendAsync("GET", "/api/v1" + path)).StatusCode.Should().Be(HttpStatusCode.OK);

    [Fact]
    public async Task Parameter_NamedLikeAKey_IsNotRepeated_R5() =>
        (await (await SendAsync("GET", $"/api/v1/orders?{shop.Key}=1")).Content.ReadAsStringAsync())
            .Should().Contain("validation-failed").And.NotContain(shop.Key[10..]);

    [Theory]
    [InlineData("%")]
    [InlineData("&&&==&")]
    [InlineData("a[]=1&a[b]=2")]
    [InlineData("%00=%00")]
    [InlineData("LIMIT=1")]
    [InlineData("2000 parameters")]
    [InlineData("10000 parameters")]
    public async Task List_OddQuery_IsNeverAServerError(string query)
    {
        if (query.EndsWith(" parameters", StringComparison.Ordinal))
            query = string.Join(
                '&',
                Enumerable.Repeat("a=1", int.Parse(query.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)));

        var response = await RawHttp.GetAsync(shop.Address, "/api/v1/orders?" + query, $"Authorization: Bearer {shop.Key}");

        RawHttp.StatusOf(response).Should().BeInRange(200, 499, response);
    }

    /// <summary>A request with N in its body where a number goes.</summary>
    public static TheoryData<string, string, string> WithNumbers => new()
    {
        {
            "POST",
            "/api/v1/orders",
            """{"channel":"web","customerName":"A","customerEmail":"a@example.com","lines":[{"productCode":"WAND","quantity":N}]}"""
        },
        {
            "POST",
            "/api/v1/orders",
            """
            {"channel":"web","customerName":"A","customerEmail":"a@example.com",
             "lines":[{"productCode":"WAND","quantity":1,"unitPrice":N}]}
            """
        },
        {
            "POST",
            "/api/v1/orders",
            """
            {"channel":"web","customerName":"A","customerEmail":"a@example.com",
             "lines":[{"productCode":"WAND","quantity":1000000,"unitPrice":N},{"productCode":"WAND","quantity":1000000,"unitPrice":N}]}
            """
        },
        { "POST", "/api/v1/products", """{"code":"ODD","name":"Odd","price":N,"currency":"EUR"}""" },
        { "PATCH", "/api/v1/products/1", """{"price":N}""" },
        { "PUT", "/api/v1/inventory/north/WAND", """{"onHand":N}""" },
        { "POST", "/api/v1/inventory/adjustments", """{"source":"north","sku":"WAND","change":N,"reason":"received"}""" },
        { "POST", "/api/v1/inventory/batch", """{"lines":[{"source":"north","sku":"WAND","onHand":N}]}""" },
        { "POST", "/api/v1/orders/1/shipments", """{"lines":[{"lineId":N,"quantity":N}]}""" },
        { "PATCH", "/api/v1/api-keys/N", "{}" },
    };

    /// <summary>As JSON Schema 2020-12 has it, and with it our document: a number without a fraction is whole, however it is
    /// written.</summary>
    [Theory]
    [InlineData("7.0", 7)]
    [InlineData("7.000000000000000000000000000000000000000000", 7)]
    [InlineData("70e-1", 7)]
    [InlineData("0.7E1", 7)]
    [InlineData("1e3", 1000)]
    [InlineData("-0.0", 0)]
    [InlineData("0e99", 0)]
    [InlineData("7.5", null)]
    [InlineData("7.0000000000000000000000000000000000000000001", null)]
    [InlineData("1e10", null)]
    [InlineData("2147483648.0", null)]
    [InlineData("\"7\"", null)]
    public async Task Batch_WholeNumber_IsOneHoweverItIsWritten(string number, int? onHand)
    {
        var response = await SendAsync(
            "POST", "/api/v1/inventory/batch", $$"""{"lines":[{"source":"north","sku":"WAND","onHand":{{number}}}]}""");

        if (onHand is null)
        {
            (await response.OutcomeAsync()).Should().Be("400 malformed-json");
            return;
        }

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await (await SendAsync("GET", "/api/v1/inventory/north/WAND")).JsonAsync()).GetProperty("onHand").GetInt32().Should().Be(onHand);
    }

    [Theory]
    [InlineData("9.99999999999999999999999999999999999")]
    [InlineData("1e-30")]
    [InlineData("-1e-30")]
    [InlineData("1e-99999999999999999999")]
    [InlineData("5.00000000000000000000000000000000000001")]
    [InlineData("0.00001")]
    [InlineData("5.12345")]
    public async Task Price_MoreDigitsThanAreKept_IsRefusedEverywhere(string price)
    {
        var before = await PriceAsync();
        var product = await SendAsync("POST", "/api/v1/products", $$"""{"code":"ODD","name":"Odd","price":{{price}},"currency":"EUR"}""");
        var edit = await SendAsync("PATCH", "/api/v1/products/1", $$"""{"price":{{price}}}""");
        var order = await SendAsync("POST", "/api/v1/orders",
            $$"""
            {"channel":"web","customerName":"A","customerEmail":"a@example.com",
             "lines":[{"productCode":"WAND","quantity":1,"unitPrice":{{price}}}]}
            """);

        foreach (var response in new[] { product, edit, order })
        {
            response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
            (await response.ProblemAsync()).GetProperty("detail").GetString().Should().Contain("digits");
        }

        (await PriceAsync()).Should().Be(before);

        async Task<decimal> PriceAsync() =>
            (await (await SendAsync("GET", "/api/v1/products/1")).JsonAsync()).GetProperty("price").GetDecimal();
    }

    [Theory]
    [MemberData(nameof(WithNumbers))]
    public async Task Send_NumbersAtTheEdge_AreNeverAServerError(string method, string path, string body)
    {
        foreach (var number in new[]
        {
            "0",
            "-0",
            "-1",
            "1",
            "2147483647",
            "2147483648",
            "-2147483648",
            "9223372036854775807",
            "1e9",
            "0.00001",
            "99999999.9999",
            "100000000",
            "79228162514264337593543950335",
            "79228162514264337593543950336",
            "-79228162514264337593543950335",
            "1e-28",
            "1e-29",
            "1e308",
            "1e309",
            "00",
            "NaN",
            "\"1\"",
            "null",
            "true",
        })
        {
            var response = await SendAsync(
                method,
                path.Replace("N", Uri.EscapeDataString(number), StringComparison.Ordinal),
                body.Replace("N", number, StringComparison.Ordinal));

            ((int)response.StatusCode).Should().BeLessThan(500, "{0} {1} with {2}", method, path, number);
            if (!response.IsSuccessStatusCode)
                await response.ProblemAsync();
        }
    }

    [Theory]
    [InlineData("/api", true)]
    [InlineData("/API/v1", true)]
    [InlineData("//api", true)]
    [InlineData("/%2fapi", true)]
    [InlineData("/api%2Fv1", true)]
    [InlineData("/api\\v1", true)]
    [InlineData("/apis", false)]
    [InlineData("/help/api", false)]
    [InlineData("/ap", false)]
    [InlineData("/", false)]
    [InlineData("", false)]
    public void IsApi_Path_ByItsFirstSegment(string path, bool isApi) => ApiPaths.IsApi(new PathString(path)).Should().Be(isApi);

    private static string AddressOf(string template) => template.Replace("{id}", "4711", StringComparison.Ordinal)
        .Replace("{source}", "none", StringComparison.Ordinal).Replace("{sku}", "none", StringComparison.Ordinal)
        .Replace("{code}", "none", StringComparison.Ordinal);

    private async Task<string> KeyOfAllAsync() =>
        await shop.Services.AddKeyOfNewUserAsync("all", [.. PermissionCatalogue.All.Select(p => p.Name)], "Everything");

    private async Task<HttpResponseMessage> SendAsync(
        string method,
        string path,
        string? body = null,
        params (string Name, string Value)[] headers)
    {
        using var client = shop.Client(shop.Key);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }

    /// <summary>A key that may do everything but administer, and one order.</summary>
    public sealed class Shop : AppHost, IAsyncLifetime
    {
        public string Key { get; private set; } = string.Empty;

        public int OrderId { get; private set; }

        public async ValueTask InitializeAsync()
        {
            var user = await Services.AddUserWithAsync(
                "robot@example.com",
                [.. Commerce.Everything, Permissions.ApiKeys.Edit, Permissions.ApiKeys.View]);
            Key = (await Services.AddKeyAsync(user)).Value;
            await using var db = OpenDatabase();
            var order = new OrderBuilder().WithLine(1, 12.5m).Build();
            db.Add(order);
            db.Add(new InventorySource { Code = "north", Name = "North", Priority = 1 });
            var now = new DateTime(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc);
            db.Add(new Product { Code = "WAND", Name = "Wand", Price = 5m, Currency = "EUR", CreatedAt = now, UpdatedAt = now });
            await db.SaveChangesAsync();
            OrderId = order.Id;
        }
    }
}
