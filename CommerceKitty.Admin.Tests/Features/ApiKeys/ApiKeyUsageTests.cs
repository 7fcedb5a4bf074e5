using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

/// <summary>Reading the hourly counters. The shop's clock says 2026-11-23.</summary>
public sealed class ApiKeyUsageTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    private DateTime Now => _shop.Time.GetUtcNow().UtcDateTime;

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Get_CountersOfTwoNodes_AreAddedUpByDay()
    {
        var id = await AddKeyAsync();
        var today = Now.Date;
        await AddAsync(id, today.AddHours(1), 3, node: 1);
        await AddAsync(id, today.AddHours(1), 4, node: 2);
        await AddAsync(id, today.AddDays(-1).AddHours(23), 5, Permissions.Orders.Edit, KeyUseResult.Forbidden);
        await AddAsync(id, today.AddDays(-7).AddHours(-1), 100);

        var usage = await GetAsync(id, new());

        usage.Requests.Should().Be(12, "the default is seven days in whole days");
        usage.Data.Select(d => (d.Start, d.Requests)).Should().Equal((today.AddDays(-1), 5), (today, 7));
        usage.Data[0].Counts.Should().Equal(new UsageCountResource(Permissions.Orders.Edit, KeyUseResult.Forbidden, 5));
        usage.Data[1].Counts.Should().Equal(new UsageCountResource(Permissions.Orders.View, KeyUseResult.Accepted, 7));
    }

    [Fact]
    public async Task Get_ByHourBetweenTwoTimes_ReturnsWholeHours()
    {
        var id = await AddKeyAsync();
        foreach (var hour in new[] { 8, 9, 10, 11 })
            await AddAsync(id, Now.Date.AddHours(hour - 24), hour, permission: string.Empty, KeyUseResult.Revoked);
        var day = Now.Date.AddDays(-1).ToString("yyyy-MM-dd");

        var usage = await GetAsync(id, new($"{day}T09:30:00Z", $"{day}T10:00:01Z", "hour"));

        usage.Data.Select(d => d.Start.Hour).Should().Equal(9, 10);
        usage.Data[0].Counts.Single().Permission.Should().BeNull();
        (usage.From.Hour, usage.To.Hour).Should().Be((9, 11));
    }

    [Theory]
    [InlineData("yesterday", null, null, "from")]
    [InlineData(null, "2026-13-01", null, "to")]
    [InlineData(null, null, "week", "by")]
    [InlineData("2026-11-20", "2026-11-20", null, "from")]
    [InlineData("2026-11-21", "2026-11-20", null, "from")]
    [InlineData("2027-01-01", null, null, "from")]
    [InlineData("2024-01-01", null, null, "from")]
    [InlineData("2026-10-01", "2026-11-20", "hour", "from")]
    [InlineData(null, "0001-01-02", null, "to")]
    public async Task Get_WrongTimes_AreRefusedByName(string? from, string? to, string? by, string field)
    {
        var id = await AddKeyAsync();
        await using var acting = _shop.AsCommandLine();

        var refusal = (await acting.Get<ApiKeyUsageQueries>().GetAsync(id, new(from, to, by))).Error!;

        refusal.Kind.Should().Be(ErrorKind.Invalid);
        refusal.Fields.Keys.Should().Equal(field);
    }

    [Theory]
    [InlineData("0001-01-01", "0001-01-02", "hour")]
    [InlineData("9999-12-30", "9999-12-31T23:59:59.9999999Z", "day")]
    public async Task Get_EndsOfTime_ReturnNothing(string from, string to, string by)
    {
        var id = await AddKeyAsync();

        (await GetAsync(id, new(from, to, by))).Data.Should().BeEmpty();
    }

    [Fact]
    public async Task Get_MissingKeyOrPermission_IsRefused_R1()
    {
        var id = await AddKeyAsync();
        await using var operatorActs = _shop.AsCommandLine();
        await using var viewer = _shop.As(await _shop.AddUserWithAsync("viewer@example.com", Permissions.ApiKeys.ViewAll));

        (await operatorActs.Get<ApiKeyUsageQueries>().GetAsync(404, new())).Error!.Kind.Should().Be(ErrorKind.NotFound);
        (await viewer.Get<ApiKeyUsageQueries>().GetAsync(id, new())).Error!.MissingPermission.Should().Be(Permissions.ApiKeys.View);
        (await viewer.Get<ApiKeyUsageQueries>().ListHoursAsync(id, Now.AddDays(-1), Now))
            .Error!.MissingPermission.Should().Be(Permissions.ApiKeys.View);
    }

    [Fact]
    public async Task Get_RevokedKey_KeepsItsUsage()
    {
        var id = await AddKeyAsync();
        await AddAsync(id, Now.Date, 9);
        await using (var acting = _shop.AsCommandLine())
            await acting.ApiKeys.RevokeAsync(id);

        (await GetAsync(id, new())).Requests.Should().Be(9);
    }

    [Fact]
    public async Task ListWeeks_PageOfKeys_CountsEach24HoursInOneQuery()
    {
        var first = await AddKeyAsync();
        var (second, _) = await _shop.Services.AddKeyAsync(await _shop.AddUserWithAsync("two@example.com"));
        await AddAsync(first, Hour(hoursAgo: 1), 5);
        await AddAsync(first, Hour(hoursAgo: 2), 2, Permissions.Orders.View, KeyUseResult.Limited);
        await AddAsync(first, Hour(hoursAgo: 24 * 6 + 2), 11);
        await AddAsync(first, Hour(hoursAgo: 24 * 8), 1000);
        await using var acting = _shop.AsCommandLine();

        var weeks = (await acting.Get<ApiKeyUsageQueries>().ListWeeksAsync([first, second])).Value!;

        weeks.Should().ContainSingle();
        weeks[first].Days.Should().Equal(11, 0, 0, 0, 0, 0, 7);
        (weeks[first].Requests, weeks[first].Rejected).Should().Be((18, 2));
    }

    [Fact]
    public void Chart_DaysOfTheViewer_BeginAtTheirMidnight()
    {
        var clock = new ViewerClock(_shop.Time);
        clock.UseZone("Asia/Tokyo");
        // 23 November, 15:30 UTC is 24 November in Tokyo.
        var late = new DateTime(2026, 11, 22, 15, 0, 0, DateTimeKind.Utc);

        var chart = UsageChart.Of(
            [new(late.AddHours(-1), Permissions.Orders.View, KeyUseResult.Accepted, 1), new(late, string.Empty, KeyUseResult.Expired, 2)],
            UsageRange.All[1], byPermission: false, clock);

        chart.Series.Select(s => s.Name).Should().Equal("Accepted", "Key expired");
        chart.Columns.Should().HaveCount(7);
        chart.Columns.Single(c => c.Text == "Sun 22 Nov").Values.Should().Equal(1, 0);
        chart.Columns.Single(c => c.Text == "Mon 23 Nov").Values.Should().Equal(0, 2);
        chart.Total.Should().Be(3);
    }

    [Fact]
    public async Task Chart_EveryResult_HasAToneOfItsOwnInTheStylesheet()
    {
        var styles = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "CommerceKitty.Admin", "wwwroot", "app.css"));
        var usage = Enum.GetValues<KeyUseResult>().Select(r => new KeyUsage(Now, string.Empty, r, 1)).ToList();

        var chart = UsageChart.Of(usage, UsageRange.All[0], byPermission: false, new ViewerClock(_shop.Time));

        chart.Series.Should().HaveCount(usage.Count).And.OnlyHaveUniqueItems(s => s.Tone);
        chart.Series.Should().OnlyContain(s => styles.Contains($".ck-tone-{s.Tone} {{", StringComparison.Ordinal));
    }

    [Fact]
    public void Chart_ManyPermissions_AddsUpTheSmallest()
    {
        var hour = UsageSpan.Floor(Now, UsageInterval.Hour);
        var usage = PermissionCatalogue.All.Take(10)
            .Select((p, i) => new KeyUsage(hour, p.Name, KeyUseResult.Accepted, 100 - i)).ToList();

        var chart = UsageChart.Of(usage, UsageRange.All[0], byPermission: true, new ViewerClock(_shop.Time));

        chart.Series.Should().HaveCount(UsageChart.MostPermissions + 1);
        chart.Series[^1].Name.Should().Be("Others");
        chart.Total.Should().Be(usage.Sum(u => u.Count));
        chart.Columns.Should().HaveCount(24);
        chart.Columns[^1].Total.Should().Be(chart.Total);
    }

    private async Task<int> AddKeyAsync() => (await _shop.Services.AddKeyAsync(await _shop.AddUserWithAsync("bot@example.com"))).Id;

    private DateTime Hour(int hoursAgo) => UsageSpan.Floor(Now, UsageInterval.Hour).AddHours(-hoursAgo);

    private Task AddAsync(
        int id,
        DateTime hour,
        long count,
        string permission = Permissions.Orders.View,
        KeyUseResult result = KeyUseResult.Accepted,
        int node = 1) =>
        _shop.AddAsync(new ApiKeyUsage
        {
            ApiKeyId = id,
            Hour = hour,
            Permission = permission,
            Result = result,
            Node = new Guid(node, 0, 0, new byte[8]),
            Count = count,
        });

    private async Task<ApiKeyUsageResource> GetAsync(int id, ApiKeyUsageRequest request)
    {
        await using var acting = _shop.AsCommandLine();
        var usage = await acting.Get<ApiKeyUsageQueries>().GetAsync(id, request);
        usage.Error.Should().BeNull();
        return usage.Value!;
    }
}
