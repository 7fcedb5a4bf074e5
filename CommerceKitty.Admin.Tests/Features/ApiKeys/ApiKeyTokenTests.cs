using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.ApiKeys;
using CsCheck;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

/// <summary>The format of design §3.</summary>
[Trait("Database", "None")]
public sealed class ApiKeyTokenTests
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>Computed with Python's zlib.crc32 and integer division, not with our code. The body of each is the part before
    /// the last six characters.</summary>
    public static TheoryData<string, string> IndependentChecksums => new()
    {
        { "kitty_000000000000000000000000000000000000", "1poHzZ" },
        { "kitty_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "0ToDOP" },
        { "kitty_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", "1ebLp7" },
        { "kitty_QRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "1dB18Z" },
        { "kitty_Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7yEeeby3", "2GN8Wm" },
        { "kitty_abP3E2Zs8IQ9Y7aJZqhB6baeCN6Zj4a3dDVh", "2Y49cP" },
        { "kitty_YRnKTbxTNJFoBinF5aJXVuLkSIc47WQAmL9x", "0MkC0I" },
        { "kitty_VQ2zg4mZaouqKLiMcVbpT4r5yHUig43kiJfa", "0TBwQm" },
        { "kitty_hqSIjOugM1yTMAd7V3DnI8lFPPwtV5ASPZHu", "0QVR8C" },
        { "kitty_8qRtZHjQMhuOzE95B9EgE0VrbBGI09QYNdaK", "4YgXYN" },
        { "kitty_y8isWydfhl3TvtnythpZPPPP6UeP3C4DSA7L", "4doqwo" },
        { "kitty_c360a9Y6yNd14tDdO9eGzMcNU77sVTUUJ596", "1nmvLP" },
        { "kitty_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA1", "0PISfs" },
    };

    [Theory]
    [MemberData(nameof(IndependentChecksums))]
    public void WithChecksum_IndependentVectors_SameChecksum(string body, string checksum)
    {
        ApiKeyToken.WithChecksum(body).Should().Be(body + checksum);
        ApiKeyToken.IsWellFormed(body + checksum).Should().BeTrue();
    }

    [Fact]
    public void Create_Always_HasTheFormOfDesign3()
    {
        for (var i = 0; i < 1_000; i++)
        {
            var value = ApiKeyToken.Create();
            value.Should().MatchRegex(@"\Akitty_[0-9A-Za-z]{42}\z").And.HaveLength(48);
            ApiKeyToken.IsWellFormed(value).Should().BeTrue();
        }
    }

    [Fact]
    public void Create_Often_NeverRepeats() =>
        Enumerable.Range(0, 10_000).Select(_ => ApiKeyToken.Create()).Should().OnlyHaveUniqueItems();

    [Fact]
    public void Create_Often_UsesEveryCharacterEquallyOften()
    {
        // 20,000 values of 36 characters: 11,613 of each expected, σ ≈ 107. A modulo of bytes by 62 would give the first eight
        // characters 25 % more. Seven σ keeps a false alarm below one in 10^10 runs.
        const int values = 20_000;
        var counts = new int[128];
        for (var i = 0; i < values; i++)
        {
            foreach (var c in ApiKeyToken.Create().AsSpan(6, 36))
                counts[c]++;
        }

        var expected = values * 36 / 62.0;
        var tolerance = 7 * Math.Sqrt(expected);
        foreach (var c in Alphabet)
            ((double)counts[c]).Should().BeApproximately(expected, tolerance, $"'{c}' must not be favoured");
    }

    [Fact]
    public void IsWellFormed_AnyOneCharacterChanged_IsFalse() =>
        Gen.Select(Gen.Int[0, 47], Gen.Char["0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-. é\0"])
            .Sample((position, replacement) =>
            {
                var value = ApiKeyToken.Create();
                if (value[position] == replacement)
                    return true;
                var changed = value.ToCharArray();
                changed[position] = replacement;
                // CRC-32 finds every single changed character.
                return !ApiKeyToken.IsWellFormed(changed);
            });

    [Fact]
    public void IsWellFormed_TwoNeighboursSwapped_IsFalse() =>
        Gen.Int[6, 46].Sample(position =>
        {
            var characters = ApiKeyToken.Create().ToCharArray();
            if (characters[position] == characters[position + 1])
                return true;
            (characters[position], characters[position + 1]) = (characters[position + 1], characters[position]);
            return !ApiKeyToken.IsWellFormed(characters);
        });

    [Fact]
    public void IsWellFormed_AnyText_NeverThrows() =>
        Gen.String.Sample(text => ApiKeyToken.IsWellFormed(text) is false || text.Length == 48);

    [Theory]
    [InlineData("")]
    [InlineData("kitty_")]
    [InlineData("KITTY_0000000000000000000000000000000000000000000")]
    [InlineData("ck_000000000000000000000000000000000000000000000")]
    public void IsWellFormed_OtherForms_IsFalse(string text) => ApiKeyToken.IsWellFormed(text).Should().BeFalse();

    [Fact]
    public void IsWellFormed_ValueWithTextAround_IsFalse()
    {
        var value = ApiKeyToken.Create();
        foreach (
            var text in new[]
            {
                " " + value,
                value + " ",
                value + "\n",
                value + "0",
                value[..^1],
                "x" + value,
                value.ToUpperInvariant(),
                value + value,
            })
            ApiKeyToken.IsWellFormed(text).Should().BeFalse();
    }

    [Fact]
    public void Hash_KnownValue_IsSha256OfItsAscii() =>
        // printf %s … | sha256sum
        Convert
            .ToHexStringLower(ApiKeyToken.Hash("kitty_abP3E2Zs8IQ9Y7aJZqhB6baeCN6Zj4a3dDVh2Y49cP"))
            .Should()
            .Be("f1a2f390c6e72cacd72916a24d519aea70ec8f777ae4be3d03f7fa55082d42d2");

    [Fact]
    public void Hint_AnyValue_IsPrefixAndFourCharacters()
    {
        var value = ApiKeyToken.Create();
        ApiKeyToken.Hint(value).Should().Be(value[..10]);
    }

    [Fact]
    public void IndexIn_ValueWithinText_FindsIt()
    {
        var value = ApiKeyToken.Create();
        ApiKeyToken.IndexIn(value).Should().Be(0);
        ApiKeyToken.IndexIn($"Bearer {value}").Should().Be(7);
        ApiKeyToken.IndexIn("about kitty_cats and kitty_Ab3d").Should().Be(-1, "a hint or a word is no value");
        ApiKeyToken.IndexIn(value[..30]).Should().Be(0, "a part of a value is a secret too");
        ApiKeyToken.IndexIn("kitty_Ab3dE").Should().Be(0, "one character more than a hint");
        ApiKeyToken.IndexIn("a kitty_kitty_Ab3dE").Should().Be(8);
        ApiKeyToken.Redact("a kitty_Ab3dE b").Should().Be("a kitty_Ab3d… b");
    }

    [Fact]
    public void ApiKeySecret_PrintedOrSerialized_ShowsNothing_R5()
    {
        var value = ApiKeyToken.Create();
        var secret = new ApiKeySecret(value);
        string.Create(CultureInfo.InvariantCulture, $"{secret}").Should().NotContain(value[6..]);
        System.Text.Json.JsonSerializer.Serialize(secret).Should().NotContain(value[6..]);
        new CreatedApiKey(null!, secret).ToString().Should().NotContain(value[6..]);
    }
}
