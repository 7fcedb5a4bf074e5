using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Common;

/// <summary>Pages of long lists, and how far their rows are counted.</summary>
public sealed class PageReaderTests : IAsyncDisposable
{
    private const int Most = PageReader.MostCounted;

    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task ReadAsync_MoreRowsThanAreCounted_SaysThatThereAreMore()
    {
        await AddAsync(Most + 5);

        await ExpectAsync(skip: 0, take: 50, total: Most, hasMore: true);
        await ExpectAsync(skip: Most, take: 3, total: Most + 3, hasMore: true);
        await ExpectAsync(skip: Most, take: 50, total: Most + 5, hasMore: false);
        await ExpectAsync(skip: Most + 100, take: 50, total: Most, hasMore: true);
    }

    [Fact]
    public async Task ReadAsync_FewRowsOrNone_CountsThem()
    {
        await ExpectAsync(skip: 0, take: 50, total: 0, hasMore: false);
        await AddAsync(120);

        await ExpectAsync(skip: 0, take: 50, total: 120, hasMore: false);
        await ExpectAsync(skip: 100, take: 50, total: 120, hasMore: false);
        await ExpectAsync(skip: 200, take: 50, total: 120, hasMore: false);
    }

    private async Task AddAsync(int rows)
    {
        var at = _shop.Time.GetUtcNow().UtcDateTime;
        await using var db = _shop.OpenDatabase();
        db.AddRange(Enumerable.Range(1, rows).Select(i => new Refusal
        {
            Hour = at,
            ApiKeyId = i,
            Reason = RefusalReason.Unknown,
            Permission = string.Empty,
            Address = "203.0.113.7",
            Count = 1,
            FirstAt = at,
            LastAt = at,
            LastRequestId = "r",
        }));
        await db.SaveChangesAsync();
    }

    private async Task ExpectAsync(int skip, int take, int total, bool hasMore)
    {
        await using var db = _shop.OpenDatabase();
        var ordered = db.Refusals.AsNoTracking().OrderByDescending(r => r.ApiKeyId);
        var all = await ordered.Select(r => r.ApiKeyId).ToListAsync();

        var page = await PageReader.ReadAsync(
            ordered, new PageWindow(skip, take), some => some.Select(r => r.ApiKeyId), TestContext.Current.CancellationToken);

        page.Items.Should().Equal(all.Skip(skip).Take(take));
        (page.Total, page.HasMore).Should().Be((total, hasMore));
    }
}
