using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>The same behind a proxy that the settings name.</summary>
[Trait("Needs", "Server")]
public sealed class TrustedProxyTests(KeyInTheClearTests.BehindProxy shop) : IClassFixture<KeyInTheClearTests.BehindProxy>
{
    [Theory]
    [InlineData("https", 200)]
    [InlineData("http", 403)]
    [InlineData(null, 403)]
    public async Task Send_ProxySaysTheScheme_IsBelieved_R14(string? scheme, int status)
    {
        var key = await shop.KeyAsync();
        string[] lines = scheme is null ? [] : [$"X-Forwarded-Proto: {scheme}"];

        var answer = await RawHttp.GetAsync(shop.Address, "/api/v1/me",
            [$"Authorization: Bearer {key.Value}", "X-Forwarded-For: 203.0.113.7", .. lines]);

        RawHttp.StatusOf(answer).Should().Be(status, answer);
    }
}
