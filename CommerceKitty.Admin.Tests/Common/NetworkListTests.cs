using System.Net;
using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Tests.Common;

public sealed class NetworkListTests
{
    [Theory]
    [InlineData("203.0.113.0/24", "203.0.113.7", true)]
    [InlineData("203.0.113.0/24", "203.0.114.7", false)]
    [InlineData("203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("203.0.113.0/24", "::ffff:203.0.113.7", true)]
    [InlineData("::ffff:203.0.113.0/120", "203.0.113.7", true)]
    [InlineData("2001:db8::/32", "2001:db8:1::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("::/0", "203.0.113.7", false)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("0.0.0.0/0", "255.255.255.255", true)]
    [InlineData("10.0.0.0/8 !10.0.0.5/32", "10.0.0.5", false)]
    [InlineData("!10.0.0.5 10.0.0.0/8", "10.0.0.5", false)]
    [InlineData("10.0.0.0/8 !10.0.0.5", "10.0.0.6", true)]
    [InlineData("10.0.0.0/31", "10.0.0.1", true)]
    [InlineData("fe80::/10", "fe80::1%3", true)]
    [InlineData("", "10.0.0.1", false)]
    public void Holds_Address_IsAsTheEntriesSay_R4(string entries, string address, bool expected)
    {
        var list = Read(entries);

        list.Holds(IPAddress.Parse(address)).Should().Be(expected);
        NetworkList.Of(list.ToString())!.Holds(IPAddress.Parse(address)).Should().Be(expected, "what is stored is read as it was meant");
    }

    [Fact]
    public void Holds_NoAddress_IsFalse() => Read("0.0.0.0/0 ::/0").Holds(null).Should().BeFalse();

    [Fact]
    public void Holds_ManyEntries_AllocatesNothing()
    {
        var list = Read(string.Join(' ', Enumerable.Range(0, 100).Select(i => $"10.{i}.0.0/16")));
        var (inside, outside) = (IPAddress.Parse("::ffff:10.99.0.1"), IPAddress.Parse("2001:db8::1"));
        list.Holds(inside).Should().BeTrue();
        list.Holds(outside).Should().BeFalse();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1_000; i++)
        {
            list.Holds(inside);
            list.Holds(outside);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Theory]
    [InlineData("203.0.113.5/24", "Enter 203.0.113.0/24 for all of it")]
    [InlineData("!203.0.113.5/24", "Enter !203.0.113.0/24 for all of it")]
    [InlineData("2001:db8::1/32", "Enter 2001:db8::/32 for all of it")]
    [InlineData("203.0.113.0/33", "no length from 0 to 32")]
    [InlineData("2001:db8::/129", "no length from 0 to 128")]
    [InlineData("203.0.113.0/-1", "no length from 0 to 32")]
    [InlineData("203.0.113.0/", "no length from 0 to 32")]
    [InlineData("10.1/16", "is no network")]
    [InlineData("010.0.0.0/8", "is no network")]
    [InlineData("0x0a000000", "is no network")]
    [InlineData("167772160", "is no network")]
    [InlineData("300.0.0.1", "is no network")]
    [InlineData("example.com", "is no network")]
    [InlineData("fe80::1%3", "is no network")]
    [InlineData("[2001:db8::1]", "is no network")]
    [InlineData("!!10.0.0.0/8", "is no network")]
    [InlineData("::ffff:0.0.0.0/90", "mixes IPv4 and IPv6")]
    [InlineData("!10.0.0.5", "only takes addresses away")]
    public void Read_WhatIsNoNetwork_IsRefusedWithWhatIsRight(string entry, string expected)
    {
        var read = NetworkList.Read([entry], "allowedNetworks");

        read.Error!.Fields["allowedNetworks"].Should().ContainSingle().Which.Should().Contain(expected);
    }

    [Fact]
    public void Read_MoreThan100_IsRefused()
    {
        string[] entries = [.. Enumerable.Range(0, 101).Select(i => $"10.0.{i}.0/24")];

        NetworkList.Read(entries, "allowedNetworks").Error!.Fields.Should().ContainKey("allowedNetworks");
        NetworkList.Read(entries[1..], "allowedNetworks").Value!.Entries.Should().HaveCount(100);
        NetworkList.Read(Enumerable.Repeat("10.0.0.5/8", 1_000), "allowedNetworks").Error!.Message.Length.Should().BeLessThan(1_000);
    }

    [Fact]
    public void Read_BlanksAndTwins_AreLeftOut() =>
        NetworkList.Read([" 10.0.0.0/8 ", "", "10.0.0.0/8", "10.0.0.1"], "allowedNetworks").Value!.Entries
            .Should().Equal("10.0.0.0/8", "10.0.0.1/32");

    [Fact]
    public void Longest_EntryAndList_Fit()
    {
        var entry = "!" + new string('f', 4) + string.Concat(Enumerable.Repeat(":ffff", 7)) + "/128";
        entry.Length.Should().Be(NetworkList.EntryLength);
        NetworkList.Read(["::/0", entry], "x").Value!.Entries[1].Should().Be(entry);
    }

    [Theory]
    [InlineData("0.0.0.0/0", true)]
    [InlineData("10.0.0.0/8 ::/0", true)]
    [InlineData("10.0.0.0/8", false)]
    public void HoldsEverything_WholeFamilies_IsTrue(string entries, bool expected) =>
        Read(entries).HoldsEverything.Should().Be(expected);

    [Theory]
    [InlineData("10.0.0.0/8", null, true)]
    [InlineData(null, "10.0.0.0/8", false)]
    [InlineData("10.0.0.0/8", "10.0.0.0/8 203.0.113.0/24", true)]
    [InlineData("10.0.0.0/8 203.0.113.0/24", "10.0.0.0/8", false)]
    [InlineData("10.0.0.0/8 !10.0.0.5", "10.0.0.0/8", true)]
    [InlineData("10.0.0.0/8", "10.0.0.0/8 !10.0.0.5", false)]
    [InlineData("", "10.0.0.0/8 !10.0.0.5", true)]
    [InlineData("10.0.0.0/8", "", false)]
    public void IsNarrower_OfAnother_IsTrueOnlyWhenItGivesNothing_R6(string? list, string? other, bool expected) =>
        NetworkList.IsNarrower(list is null ? null : Read(list), other is null ? null : Read(other)).Should().Be(expected);

    private static NetworkList Read(string entries) =>
        NetworkList.Read(entries.Split(' ', StringSplitOptions.RemoveEmptyEntries), "allowedNetworks").Value!;
}
