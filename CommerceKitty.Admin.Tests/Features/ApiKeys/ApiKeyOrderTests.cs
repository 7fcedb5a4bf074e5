using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

/// <summary>The orders of the list of keys that are read in parts.</summary>
public sealed class ApiKeyOrderTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ListAsync_ByLastUse_HasUnusedKeysAtOneEndOnWhateverPage(bool descending)
    {
        var owner = await _shop.AddOwnerAsync();
        await using var acting = _shop.As(owner);
        var ids = new List<int>();
        for (var i = 0; i < 7; i++)
            ids.Add((await acting.ApiKeys.CreateAsync(new($"Key {i}", owner.Id))).Value!.Key.Id);
        // Two at the same time, and three never.
        var uses = new (int Key, int Day)[] { (1, 3), (4, 1), (5, 3), (2, 2) };
        foreach (var (key, day) in uses)
        {
            await _shop.AddAsync(new ApiKeyLastUse
            {
                ApiKeyId = ids[key],
                At = _shop.Time.GetUtcNow().UtcDateTime.AddDays(day),
                Address = "203.0.113.7",
                UserAgent = "curl",
            });
        }

        int[] falling = [ids[5], ids[1], ids[2], ids[4], ids[6], ids[3], ids[0]];
        var expected = descending ? falling : [.. falling.Reverse()];

        for (var take = 1; take <= 8; take++)
        {
            var found = new List<int>();
            for (var skip = 0; skip < 8; skip += take)
            {
                var page = (await acting.KeyQueries.ListAsync(new ApiKeyQuery
                {
                    Sort = ApiKeySort.LastUsed,
                    Descending = descending,
                    Window = new PageWindow(skip, take),
                })).Value!;
                (page.Total, page.HasMore).Should().Be((7, false), $"{take} rows a page, from {skip}");
                found.AddRange(page.Items.Select(k => k.Id));
            }

            found.Should().Equal(expected, $"{take} rows a page");
        }
    }

    [Fact]
    public async Task ListAsync_WholeHint_FindsExactlyThatKey()
    {
        var owner = await _shop.AddOwnerAsync();
        await using var acting = _shop.As(owner);
        var one = (await acting.ApiKeys.CreateAsync(new("One", owner.Id))).Value!.Key;
        await acting.ApiKeys.CreateAsync(new("Other", owner.Id));

        var whole = (await acting.KeyQueries.ListAsync(new ApiKeyQuery { Search = one.Hint })).Value!;
        var begun = (await acting.KeyQueries.ListAsync(new ApiKeyQuery { Search = ApiKeyToken.Prefix })).Value!;

        whole.Items.Should().ContainSingle().Which.Id.Should().Be(one.Id);
        begun.Items.Should().HaveCount(2);
    }
}
