using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

/// <summary>A key may end by itself (R4).</summary>
public sealed class ApiKeyExpiryTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Create_WithAnEnd_LetsInUntilThen_R4()
    {
        var (key, value) = await AddAsync(30);
        key.ExpiresAt.Should().Be(_shop.Time.GetUtcNow().UtcDateTime.AddDays(30));
        (await VerifyAsync(value)).Should().BeNull();

        _shop.Time.Advance(TimeSpan.FromDays(30));

        (await VerifyAsync(value)).Should().Be(KeyRefusal.Expired);
        await using var acting = _shop.AsCommandLine();
        var row = (await acting.KeyQueries.GetAsync(key.Id)).Value!;
        (row.Status, row.Enabled).Should().Be((ApiKeyStatus.Expired, true));
        (await acting.ApiKeys.EnableAsync(key.Id)).IsDone.Should().BeTrue();
        (await VerifyAsync(value)).Should().Be(KeyRefusal.Expired, "switching it on does not give it more time");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(AccountSettings.MostLifeDays + 1)]
    [InlineData(int.MaxValue)]
    public async Task Create_EndOutOfBounds_IsRefused(int days)
    {
        var user = await _shop.AddUserWithAsync("bot@example.com");
        await using var acting = _shop.AsCommandLine();

        var error = (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("Key", user.Id, KeyEnd.InDays(days)))).Error;

        error!.Fields.Should().ContainKey("expiresInDays");
    }

    [Fact]
    public async Task Create_NothingSaid_EndsInAYear()
    {
        var user = await _shop.AddUserWithAsync("bot@example.com");
        await using var acting = _shop.AsCommandLine();

        var key = (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("Key", user.Id))).Value!.Key;

        key.ExpiresAt.Should().Be(key.CreatedAt.AddDays(365));
    }

    [Fact]
    public async Task Create_Never_TakesAReason_WhichIsKept()
    {
        var user = await _shop.AddUserWithAsync("bot@example.com");
        await using var acting = _shop.AsCommandLine();

        (await acting.ApiKeys.CreateAsync(new("Key", user.Id, KeyEnd.Never("  ")))).Error!.Fields.Should().ContainKey("neverExpiresReason");
        var key = (await acting.ApiKeys.CreateAsync(new("Key", user.Id, KeyEnd.Never(" A till in the cellar ")))).Value!.Key;

        (key.ExpiresAt, key.NeverExpiresReason).Should().Be((null, "A till in the cellar"));
        (await _shop.AuditAsync())[^1].After.Should().Contain("A till in the cellar");
    }

    [Fact]
    public async Task Expire_SoonerOrLater_MovesTheEndOfTheNextRequest_R4()
    {
        var (key, value) = await AddAsync(30);
        await using var acting = _shop.AsCommandLine();
        var now = _shop.Time.GetUtcNow().UtcDateTime;

        (await acting.ApiKeys.ExpireAsync(key.Id, KeyEnd.On(now.AddHours(1)))).Value!.ExpiresAt.Should().Be(now.AddHours(1));
        _shop.Time.Advance(TimeSpan.FromHours(1));
        (await VerifyAsync(value)).Should().Be(KeyRefusal.Expired);

        (await acting.ApiKeys.ExpireAsync(key.Id, KeyEnd.InDays(5))).Value!.Status.Should().Be(ApiKeyStatus.Expiring);
        (await VerifyAsync(value)).Should().BeNull("an expired key with a new end works again");
        (await acting.ApiKeys.ExpireAsync(key.Id, KeyEnd.Never("Why not"))).Value!.ExpiresAt.Should().BeNull();
        (await acting.ApiKeys.ExpireAsync(key.Id, KeyEnd.Never("Why not"))).Error.Should().BeNull();
        var entries = (await _shop.AuditAsync()).Where(e => e.Action == AuditActions.ApiKeyEndSet).ToList();
        entries.Should().HaveCount(3, "what changes nothing is no change");
        entries[2].After.Should().Contain("Why not");
    }

    [Fact]
    public async Task Expire_BadEnds_AreRefusedAndNeverNoEnd()
    {
        var (key, _) = await AddAsync(30);
        await using var acting = _shop.AsCommandLine();
        var now = _shop.Time.GetUtcNow().UtcDateTime;
        KeyEnd[] bad =
        [
            KeyEnd.On(now), KeyEnd.On(now.AddSeconds(-1)), KeyEnd.On(DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc)),
            KeyEnd.On(DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc)), KeyEnd.On(now.AddDays(AccountSettings.MostLifeDays + 2)),
            KeyEnd.InDays(0), KeyEnd.InDays(int.MaxValue), KeyEnd.Never(), KeyEnd.Never(new string('x', 201)),
        ];

        foreach (var end in bad)
            (await acting.ApiKeys.ExpireAsync(key.Id, end)).Error!.Kind.Should().Be(Admin.Common.ErrorKind.Invalid, end.ToString());

        (await acting.KeyQueries.GetAsync(key.Id)).Value!.ExpiresAt.Should().Be(key.ExpiresAt);
        ((Action)(() => KeyEnd.On(DateTime.SpecifyKind(now, DateTimeKind.Local)))).Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task Expire_Sooner_NeedsNoPowerButLaterDoes_R6_R7()
    {
        var (key, _) = await AddAsync(30, Permissions.Orders.Edit);
        var editor = await _shop.AddUserWithAsync("editor@example.com", Permissions.ApiKeys.Edit);
        await using var acting = _shop.As(editor);
        await using var byKey = await _shop.ByKeyOfAsync(editor);

        (await acting.ApiKeys.ExpireAsync(key.Id, KeyEnd.InDays(40))).Error!.Code.Should().Be("more-than-held");
        (await acting.ApiKeys.ExpireAsync(key.Id, KeyEnd.Never("No"))).Error!.Code.Should().Be("more-than-held");
        (await acting.ApiKeys.ExpireAsync(key.Id, KeyEnd.InDays(20))).Error.Should().BeNull();
        (await byKey.ApiKeys.ExpireAsync(key.Id, KeyEnd.InDays(25))).Error!.Code.Should().Be("key-cannot-grant");
        (await byKey.ApiKeys.ExpireAsync(key.Id, KeyEnd.InDays(10))).Error.Should().BeNull();
        _shop.Time.Advance(TimeSpan.FromDays(11));
        (await acting.ApiKeys.ExpireAsync(key.Id, KeyEnd.InDays(1))).Error!.Code.Should().Be("more-than-held", "it would work again");
    }

    [Fact]
    public async Task Status_14DaysBefore_IsExpiringAndStillWorks()
    {
        var (key, value) = await AddAsync(15);
        await using var acting = _shop.AsCommandLine();
        (await acting.KeyQueries.GetAsync(key.Id)).Value!.Status.Should().Be(ApiKeyStatus.Active);

        _shop.Time.Advance(TimeSpan.FromDays(1));

        (await acting.KeyQueries.GetAsync(key.Id)).Value!.Status.Should().Be(ApiKeyStatus.Expiring);
        (await VerifyAsync(value)).Should().BeNull();
        (await acting.KeyQueries.ListAsync(new ApiKeyQuery { Status = ApiKeyStatus.Expiring })).Value!.Items.Should().ContainSingle();
        (await acting.KeyQueries.ListAsync(new ApiKeyQuery { Status = ApiKeyStatus.Active })).Value!.Items.Should().BeEmpty();
    }

    [Fact]
    public async Task SetResponsible_Person_IsShownAndAudited()
    {
        var (key, _) = await AddAsync(15);
        var editor = await _shop.AddUserWithAsync("editor@example.com", Permissions.ApiKeys.Edit, Permissions.ApiKeys.Create);
        await using var acting = _shop.As(editor);
        await using var reading = _shop.AsCommandLine();
        (await reading.KeyQueries.GetDetailsAsync(key.Id)).Value!.Responsible.Should().BeNull("the command line is nobody");

        (await acting.ApiKeys.SetResponsibleAsync(key.Id, editor.Id)).Error.Should().BeNull();
        (await acting.ApiKeys.SetResponsibleAsync(key.Id, 404)).Error!.Fields.Should().ContainKey("responsibleUserId");
        var bot = await _shop.AddUserAsync("robot@example.com", "editor-group", UserKind.Integration);
        (await acting.ApiKeys.SetResponsibleAsync(key.Id, bot.Id)).Error!.Fields.Should().ContainKey("responsibleUserId");

        (await reading.KeyQueries.GetDetailsAsync(key.Id)).Value!.Responsible!.Id.Should().Be(editor.Id);
        (await _shop.AuditAsync()).Single(e => e.Action == AuditActions.ApiKeyResponsibleSet).After.Should().Contain("editor@example.com");
        var own = (await acting.ApiKeys.CreateAsync(new("Mine", editor.Id))).Value!.Key;
        own.ResponsibleUserId.Should().Be(editor.Id, "the person who makes a key is responsible for it");
    }

    [Fact]
    public async Task List_ByStatus_TellsExpiredFromActive()
    {
        var (ends, _) = await AddAsync(1);
        await using var acting = _shop.AsCommandLine();
        var stays = (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("Stays", ends.UserId))).Value!.Key;
        _shop.Time.Advance(TimeSpan.FromDays(1));

        async Task<int[]> IdsAsync(ApiKeyStatus status) =>
            [.. (await acting.KeyQueries.ListAsync(new ApiKeyQuery { Status = status })).Value!.Items.Select(k => k.Id)];
        (await IdsAsync(ApiKeyStatus.Expired)).Should().Equal(ends.Id);
        (await IdsAsync(ApiKeyStatus.Active)).Should().Equal(stays.Id);
    }

    [Fact]
    public async Task ChangeAsync_KeyThatEndedWhileItsRequestWaited_ChangesNothing_R4()
    {
        var (_, value) = await AddAsync(1, Permissions.ApiKeys.Edit, Permissions.ApiKeys.View);
        var (other, _) = await _shop.AddKeyAsync(await _shop.AddUserWithAsync("other@example.com"));
        await using var acting = await _shop.ByKeyAsync(value);
        _shop.Time.Advance(TimeSpan.FromDays(2));

        // The scope's actor was fixed when the key was verified, as it is within a request.
        var disabled = await acting.ApiKeys.DisableAsync(other.Id);

        disabled.Error!.Kind.Should().Be(Admin.Common.ErrorKind.Unauthenticated);
        other.Enabled.Should().BeTrue();
    }

    private async Task<(ApiKeyRow Key, string Value)> AddAsync(int days, params string[] permissions)
    {
        var user = await _shop.AddUserWithAsync("bot@example.com", permissions);
        await using var acting = _shop.AsCommandLine();
        var created = (await acting.ApiKeys.CreateAsync(new CreateApiKeyRequest("Ends", user.Id, KeyEnd.InDays(days)))).Value!;
        return (created.Key, created.Secret.Reveal());
    }

    private async Task<KeyRefusal?> VerifyAsync(string value) =>
        (await _shop.Services.GetRequiredService<ApiKeyVerifier>().VerifyAsync(value.AsMemory())).Refusal;
}
