using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
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
