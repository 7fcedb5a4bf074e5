using System.Net;
using System.Net.Http.Headers;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>R12: a request whose body is still arriving when its key or user loses the power changes nothing.</summary>
[Trait("Needs", "Server")]
public sealed class SlowBodyTests : IAsyncDisposable
{
    private static readonly Operation[] Operations =
    [
        new(
            "POST",
            "/orders",
            """{"channel":"web","customerName":"A","customerEmail":"a@example.com","lines":[{"productCode":"WAND","quantity":1}]}""",
            Permissions.Orders.Create),
        new("PATCH", "/orders/{order}", """{"notes":"Late"}""", Permissions.Orders.Edit, Permissions.Orders.View),
        new("POST", "/orders/{order}/cancellation", """{"reason":"Late"}""", Permissions.Orders.Edit, Permissions.Orders.View),
        new("POST", "/orders/{order}/shipments", """{"all":true,"carrier":"Late"}""", Permissions.Orders.Edit, Permissions.Orders.View),
        new("POST", "/products", """{"code":"LATE","name":"Late","price":1,"currency":"EUR"}""", Permissions.Products.Create),
        new("PATCH", "/products/{product}", """{"name":"Late"}""", Permissions.Products.Edit, Permissions.Products.View),
        new("PUT", "/inventory/north/WAND", """{"onHand":77}""", Permissions.Inventory.Edit, Permissions.Inventory.View),
        new("POST", "/inventory/adjustments", """{"source":"north","sku":"WAND","change":3,"reason":"received"}""",
            Permissions.Inventory.Edit, Permissions.Inventory.View),
        new("POST", "/inventory/batch", """{"lines":[{"source":"north","sku":"WAND","onHand":78}]}""", Permissions.Inventory.Edit),
        new("PATCH", "/api-keys/{key}", """{"enabled":false}""", Permissions.ApiKeys.Edit, Permissions.ApiKeys.View),
        new("POST", "/me/rotation", """{"overlapHours":1}"""),
        new("POST", "/users/{user}/offboarding", """{"keys":[]}""", Permissions.Users.Edit, Permissions.Users.View),
    ];

    private readonly ShopServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(Loss.KeyRevoked)]
    [InlineData(Loss.KeyDisabled)]
    [InlineData(Loss.ValueReplaced)]
    [InlineData(Loss.UserDisabled)]
    [InlineData(Loss.PermissionRemoved)]
    public async Task Write_PowerLostWhileTheBodyArrives_IsRefusedAndChangesNothing_R12(Loss loss)
    {
        var target = await AddTargetsAsync();
        var outcomes = new Dictionary<string, string>();
        foreach (var (operation, index) in Operations.Select((o, i) => (o, i)))
        {
            if (loss == Loss.PermissionRemoved && operation.Permissions.Length == 0)
                continue;
            var status = await SendAcrossAsync(operation, loss, index, target);
            outcomes[operation.ToString()] = status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                ? "refused"
                : status.ToString();
        }

        outcomes.Values.Should().AllBe("refused", string.Join(", ", outcomes));
        outcomes.Should().HaveCountGreaterThan(10);
    }

    [Fact]
    public async Task Write_PowerStays_IsCarriedOut()
    {
        var target = await AddTargetsAsync();

        // What the theory above sends is right in itself: only the loss refuses it.
        (await SendAcrossAsync(Operations[1], loss: null, 0, target)).Should().Be(HttpStatusCode.OK);
        (await SendAcrossAsync(Operations[9], loss: null, 1, target)).Should().Be(HttpStatusCode.OK);
        (await SendAcrossAsync(Operations[10], loss: null, 2, target)).Should().Be(HttpStatusCode.Created);
        (await SendAcrossAsync(Operations[11], loss: null, 3, target)).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public void Operations_AllThatTakeABody_AreTried()
    {
        var endpoints = _server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(m => (Method: m, e.RoutePattern)))
            // A revocation takes none: what it does holds for whatever the request carries.
            .Where(e => e.Method is "POST" or "PUT" or "PATCH" && e.RoutePattern.RawText != "/api/v1/me/revocation")
            .ToList();

        endpoints.Should().HaveSameCount(Operations, "each endpoint that takes a body is in the list: {0}",
            string.Join(", ", endpoints.Select(e => $"{e.Method} {e.RoutePattern.RawText}")));
    }

    private async Task<Target> AddTargetsAsync()
    {
        var shop = _server.Shop;
        await shop.AddOwnerAsync();
        await shop.AddSourcesAsync();
        var product = await shop.AddProductAsync("WAND", 5, 5);
        var order = await shop.OrderAsync(("WAND", 2));
        var user = await shop.AddUserWithAsync("leaver@example.com", Permissions.Orders.View);
        var (key, _) = await shop.AddKeyAsync(user, "Nightly");
        return new(order.Id, product.Id, key.Id, user.Id);
    }

    /// <summary>Sends the headers and half of the body, takes the power away, and sends the rest.</summary>
    private async Task<HttpStatusCode> SendAcrossAsync(Operation operation, Loss? loss, int index, Target target)
    {
        var shop = _server.Shop;
        var user = await shop.AddUserWithAsync($"robot{index}@example.com", operation.Permissions);
        var (key, value) = await shop.AddKeyAsync(user);
        using var body = new TrickledBody(operation.Body);
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), "/api/v1" + target.In(operation.Path))
        {
            Content = body,
        };
        using var client = _server.Client(value);
        var pending = client.SendAsync(request);
        // Authorized, and waiting for the rest.
        var uses = _server.Services.GetRequiredService<ApiKeyUseRecorder>();
        await Until.ThereIsAsync(() => Task.FromResult(uses.Unsaved(key.Id)), "the request's authorization");
        if (loss is not null)
            await LoseAsync(loss.Value, user, key.Id, value);
        var before = (await shop.AuditAsync()).Count;
        body.SendTheRest();
        using var response = await pending;
        if (loss is not null)
            (await shop.AuditAsync()).Should().HaveCount(before, "{0} must change nothing", operation);
        return response.StatusCode;
    }

    private async Task LoseAsync(Loss loss, User user, int keyId, string value)
    {
        if (loss == Loss.ValueReplaced)
        {
            await using var byKey = await _server.Shop.ByKeyAsync(value);
            (await byKey.Get<ApiKeyRotationService>().RotateOwnAsync(new RotateApiKeyRequest { OverlapHours = 0 })).Error.Should().BeNull();
            return;
        }

        await using var operatorActs = _server.Shop.AsCommandLine();
        var error = loss switch
        {
            Loss.KeyRevoked => (await operatorActs.ApiKeys.RevokeAsync(keyId)).Error,
            Loss.KeyDisabled => (await operatorActs.ApiKeys.DisableAsync(keyId)).Error,
            Loss.UserDisabled => (await operatorActs.Users.DisableAsync(user.Id)).Error,
            _ => await RemovePermissionsAsync(operatorActs, user.Id),
        };
        error.Should().BeNull();
    }

    private static async Task<Error?> RemovePermissionsAsync(Acting operatorActs, int userId)
    {
        var user = await operatorActs.Users.GetAsync(userId);
        return (await operatorActs.UserGroups.SetPermissionsAsync(user.Value!.GroupCode, [])).Error;
    }

    public enum Loss
    {
        KeyRevoked,
        KeyDisabled,
        ValueReplaced,
        UserDisabled,
        PermissionRemoved,
    }

    private sealed record Operation(string Method, string Path, string Body, params string[] Permissions)
    {
        public override string ToString() => $"{Method} {Path}";
    }

    private sealed record Target(int Order, int Product, int Key, int User)
    {
        public string In(string path) => path
            .Replace("{order}", Text(Order), StringComparison.Ordinal)
            .Replace("{product}", Text(Product), StringComparison.Ordinal)
            .Replace("{key}", Text(Key), StringComparison.Ordinal)
            .Replace("{user}", Text(User), StringComparison.Ordinal);

        private static string Text(int id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A body of which the second half comes when it is told to.</summary>
    private sealed class TrickledBody : HttpContent
    {
        private readonly byte[] _bytes;
        private readonly TaskCompletionSource _rest = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TrickledBody(string json)
        {
            _bytes = System.Text.Encoding.UTF8.GetBytes(json);
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        public void SendTheRest() => _rest.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var half = _bytes.Length / 2;
            await stream.WriteAsync(_bytes.AsMemory(0, half));
            await stream.FlushAsync();
            await _rest.Task;
            await stream.WriteAsync(_bytes.AsMemory(half));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _bytes.Length;
            return true;
        }
    }
}
