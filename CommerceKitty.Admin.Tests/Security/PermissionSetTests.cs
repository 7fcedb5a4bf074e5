using CommerceKitty.Admin.Security;
using CsCheck;

namespace CommerceKitty.Admin.Tests.Security;

[Trait("Database", "None")]
public sealed class PermissionSetTests
{
    /// <summary>Any subset of the catalogue.</summary>
    internal static readonly Gen<string[]> Names = Gen
        .Bool.Array[PermissionCatalogue.All.Length]
        .Select(bits => PermissionCatalogue.All.Where(p => bits[p.Index]).Select(p => p.Name).ToArray());

    [Fact]
    public void Of_AnyNames_HoldsExactlyThem() => Names.Sample(names =>
    {
        var set = PermissionSet.Of(names);
        set.Count.Should().Be(names.Length);
        set.Permissions.Select(p => p.Name).Should().Equal(names);
        PermissionCatalogue.All.Should().OnlyContain(p => set.Contains(p.Name) == names.Contains(p.Name));
    });

    [Fact]
    public void Covers_AnyTwoSets_IsTheSupersetRelation() => Gen.Select(Names, Names).Sample((a, b) =>
        PermissionSet.Of(a).Covers(PermissionSet.Of(b)).Should().Be(b.All(a.Contains)));

    [Fact]
    public void Without_AnyTwoSets_IsTheDifference() => Gen.Select(Names, Names).Sample((a, b) =>
        PermissionSet.Of(a).Without(PermissionSet.Of(b)).Should().Be(PermissionSet.Of(a.Except(b))));

    [Fact]
    public void Of_UnknownNames_GivesNothing() => PermissionSet.Of(["orders.destroy", "", "ORDERS.VIEW"]).Should().Be(PermissionSet.None);

    [Fact]
    public void Contains_UnknownName_IsFalseEvenForAll() => PermissionSet.All.Contains("orders.destroy").Should().BeFalse();

    [Fact]
    public void Of_AnyOrderAndRepetition_GivesTheSameSet() =>
        PermissionSet.Of([Permissions.Orders.Edit, Permissions.Orders.View, Permissions.Orders.Edit])
            .Should().Be(PermissionSet.Of([Permissions.Orders.View, Permissions.Orders.Edit]));
}
