using System.Net;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

/// <summary>A key whose value was sent over plain HTTP is marked, once, and the finding goes with the value (R14).</summary>
public sealed class ExposedKeyTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData("header")]
    [InlineData("other header")]
    [InlineData("query")]
    [InlineData("path")]
    public async Task Note_LiveKey_IsMarkedOnceWithAddressAndTime_R14(string where)
    {
        var (key, value) = await AddKeyAsync();

        Send(where, value, "203.0.113.7");
        await FlushAsync();
        _shop.Time.Advance(TimeSpan.FromHours(1));
        Send(where, value, "203.0.113.8");
        await FlushAsync();

        var marked = await ReadAsync(key.Id);
        marked.ExposedFrom.Should().Be("203.0.113.7");
        marked.ExposedAt.Should().Be(_shop.Time.GetUtcNow().UtcDateTime.AddHours(-1));
        marked.ExposedHint.Should().Be(value[..ApiKeyToken.HintLength]);
        var entry = (await _shop.AuditAsync()).Should().ContainSingle(e => e.Action == AuditActions.ApiKeyExposed).Subject;
        (entry.TargetId, entry.Address).Should().Be((key.Id, "203.0.113.7"));
        entry.After.Should().NotContain(value[ApiKeyToken.HintLength..]);
        await using var owner = _shop.As(await _shop.AddOwnerAsync());
        (await FindingsAsync(owner, key.Id)).Should().Contain(ApiKeyFinding.Exposed);
    }

    [Fact]
    public async Task Note_DisabledKey_IsMarkedAndRevokedOrUnknownOnesAreNot()
    {
        var (disabled, disabledValue) = await AddKeyAsync();
        var (revoked, revokedValue) = await AddKeyAsync();
        await using (var acting = _shop.As(await _shop.AddOwnerAsync()))
        {
            (await acting.ApiKeys.DisableAsync(disabled.Id)).Error.Should().BeNull();
            (await acting.ApiKeys.RevokeAsync(revoked.Id)).Error.Should().BeNull();
        }

        foreach (var value in new[] { disabledValue, revokedValue, ApiKeyToken.Create(), "kitty_x", disabledValue[..^1] })
            Send("header", value, "203.0.113.7");
        await FlushAsync();

        (await ReadAsync(disabled.Id)).ExposedAt.Should().NotBeNull("it can be enabled again");
        (await ReadAsync(revoked.Id)).ExposedAt.Should().BeNull();
        (await _shop.AuditAsync()).Where(e => e.Action == AuditActions.ApiKeyExposed).Should().ContainSingle();
    }

    [Fact]
    public async Task Finding_KeyRotated_GoesWhenTheOldValueIsOver()
    {
        var (key, value) = await AddKeyAsync();
        Send("header", value, "203.0.113.7");
        await FlushAsync();
        await using (var db = _shop.OpenDatabase())
        {
            _ = new CommerceKitty.Admin.Data.Work(_shop.Services, db, Actor.System);
            var stored = await db.ApiKeys.SingleAsync(k => k.Id == key.Id);
            var now = _shop.Time.GetUtcNow().UtcDateTime;
            stored.Rotate(ApiKeyToken.Create(), now.AddHours(1), now);
            await db.SaveChangesAsync();
        }

        await using var owner = _shop.As(await _shop.AddOwnerAsync());
        (await FindingsAsync(owner, key.Id)).Should().Contain(ApiKeyFinding.Exposed, "the value is still accepted");
        _shop.Time.Advance(TimeSpan.FromHours(2));
        (await FindingsAsync(owner, key.Id)).Should().NotContain(ApiKeyFinding.Exposed);
        (await ReadAsync(key.Id)).ExposedAt.Should().NotBeNull("what happened stays known");
    }

    [Fact]
    public async Task Finding_OldValueSentAfterTheNew_StaysWithTheNewAndIsToldOnce_R14()
    {
        var (key, old) = await AddKeyAsync();
        await using var owner = _shop.As(await _shop.AddOwnerAsync());
        var rotated = await owner.Get<ApiKeyRotationService>().RotateAsync(key.Id, RotationOverlap.SevenDays);
        var present = rotated.Value!.Secret.Reveal();

        foreach (var value in (string[])[old, present, old, present, old])
        {
            Send("header", value, "203.0.113.7");
            await FlushAsync();
        }

        (await ReadAsync(key.Id)).ExposedHint.Should().Be(ApiKeyToken.Hint(present));
        (await _shop.AuditAsync()).Count(e => e.Action == AuditActions.ApiKeyExposed).Should().Be(2, "each value once");
        _shop.Time.Advance(TimeSpan.FromDays(8));
        (await FindingsAsync(owner, key.Id)).Should().Contain(ApiKeyFinding.Exposed, "the present value was sent, too");
    }

    [Fact]
    public async Task Note_MadeUpValuesBefore_KeepNoRealOneOut()
    {
        var (key, value) = await AddKeyAsync();
        await _shop.Services.GetRequiredService<AccessSnapshot>().StartAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < ExposedKeyRecorder.Most; i++)
            Send("header", ApiKeyToken.Create(), "203.0.113.7");

        Send("header", value, "203.0.113.7");

        Recorder.Waiting.Should().Be(ExposedKeyRecorder.Most + 1);
        key.ExposedAt.Should().BeNull();
    }

    [Fact]
    public void Note_MadeUpValues_AreBounded()
    {
        for (var i = 0; i < ExposedKeyRecorder.Most + 10; i++)
            Send("header", ApiKeyToken.Create(), "203.0.113.7");

        Recorder.Waiting.Should().Be(ExposedKeyRecorder.Most);
    }

    private ExposedKeyRecorder Recorder => _shop.Services.GetRequiredService<ExposedKeyRecorder>();

    private async Task<(ApiKey Key, string Value)> AddKeyAsync()
    {
        var user = await _shop.AddUserWithAsync($"u{Guid.NewGuid():N}@example.com", Permissions.Orders.View);
        var (id, value) = await _shop.Services.AddKeyAsync(user);
        return (await ReadAsync(id), value);
    }

    private async Task<ApiKey> ReadAsync(int id)
    {
        await using var db = _shop.OpenDatabase();
        return await db.ApiKeys.AsNoTracking().SingleAsync(k => k.Id == id);
    }

    private static async Task<IEnumerable<ApiKeyFinding>> FindingsAsync(Acting acting, int id) =>
        (await acting.Get<ApiKeyFindingService>().ListOfKeyAsync(id)).Value!.Select(f => f.Finding);

    private Task FlushAsync() => Recorder.FlushAsync();

    private void Send(string where, string value, string address)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(address);
        switch (where)
        {
            case "header":
                http.Request.Headers.Authorization = "Bearer " + value;
                break;
            case "other header":
                http.Request.Headers["X-Api-Key"] = value;
                break;
            case "query":
                http.Request.QueryString = new QueryString("?access_token=" + value);
                break;
            default:
                http.Request.Path = "/api/v1/" + value;
                break;
        }

        Recorder.Note(http);
    }
}
