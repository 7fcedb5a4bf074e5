using System.Security.Cryptography;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Tests.Access;

[Trait("Database", "None")]
public sealed class KeyFingerprintsTests
{
    [Fact]
    [Trait("Needs", "Time")]
    public void MayContain_AMillionKeys_AllFoundOthersNot_And23MegabytesAtMost()
    {
        var fingerprints = new KeyFingerprints();
        for (var i = 0; i < 1_000_000; i++)
            fingerprints.Add(HashOf(i));

        fingerprints.Count.Should().Be(1_000_000);
        Enumerable.Range(0, 1_000_000).Should().OnlyContain(i => fingerprints.MayContain(KeyHash.Of(HashOf(i))));
        Enumerable.Range(1_000_000, 100_000).Should().NotContain(i => fingerprints.MayContain(KeyHash.Of(HashOf(i))));
        fingerprints.Bytes.Should().BeLessThan(23_000_000);
    }

    [Fact]
    public void Add_Twice_CountsOnce()
    {
        var fingerprints = new KeyFingerprints();
        fingerprints.Add(HashOf(1));
        fingerprints.Add(HashOf(1));

        fingerprints.Count.Should().Be(1);
    }

    [Fact]
    public void Add_HashThatBeginsWithZeros_IsFound()
    {
        var fingerprints = new KeyFingerprints();
        var hash = new byte[32];
        fingerprints.MayContain(KeyHash.Of(hash)).Should().BeFalse("zero marks an empty place");
        fingerprints.Add(hash);

        fingerprints.MayContain(KeyHash.Of(hash)).Should().BeTrue();
    }

    [Fact]
    public void KeyHash_ThereAndBack_IsTheSame()
    {
        var hash = HashOf(7);

        KeyHash.Of(hash).ToArray().Should().Equal(hash);
        FluentActions.Invoking(() => KeyHash.Of(hash[1..])).Should().Throw<ArgumentException>();
    }

    private static byte[] HashOf(int number) => SHA256.HashData(BitConverter.GetBytes(number));
}
