using System.Reflection;
using System.Text.RegularExpressions;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CommerceKitty.Admin.Tests.Security;

/// <summary>The catalogue as it is stored in groups and written in scripts: its names are promises.</summary>
public sealed partial class PermissionCatalogueTests
{
    private static readonly PermissionPolicyProvider Policies = new(Options.Create(new AuthorizationOptions()));

    public static TheoryData<string> Names => new(PermissionCatalogue.All.Select(p => p.Name));

    [Fact]
    public void Catalogue_NamesAndLabels_AreTheSnapshot() =>
        Snapshot.Match(string.Join('\n', PermissionCatalogue.All.Select(p => $"{p.Name,-24} {p.Label}")), "PermissionCatalogue");

    [Fact]
    public void Catalogue_FitsIntoBitsAndHasUniqueNames()
    {
        PermissionCatalogue.All.Length.Should().BeInRange(1, 63);
        PermissionCatalogue.All.Select(p => p.Name).Should().OnlyHaveUniqueItems();
        PermissionCatalogue.All.Select(p => p.Label).Should().OnlyHaveUniqueItems();
        PermissionCatalogue.All.Select(p => p.Index).Should().Equal(Enumerable.Range(0, PermissionCatalogue.All.Length));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Catalogue_EachName_IsResourceAndAction(string name)
    {
        var permission = PermissionCatalogue.Find(name)!;

        NamePattern().IsMatch(name).Should().BeTrue();
        name.Should().Be($"{permission.Resource}.{permission.Action}");
        PermissionCatalogue.AllResources.Should().ContainSingle(r => r.Name == permission.Resource);
        PermissionCatalogue.AllActions.Should().ContainSingle(a => a.Name == permission.Action);
    }

    [Fact]
    public void Constants_AndCatalogue_AreTheSame()
    {
        var constants = typeof(Permissions).GetNestedTypes()
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(f => (string)f.GetRawConstantValue()!).ToList();

        constants.Should().BeEquivalentTo(PermissionCatalogue.All.Select(p => p.Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task GetPolicyAsync_EachPermission_DemandsIt(string name)
    {
        var policy = await Policies.GetPolicyAsync(name);

        policy!.Requirements.OfType<RequiredPermission>().Should().ContainSingle().Which.Permission.Should().Be(name);
        policy.Requirements.Should().HaveCount(2, "somebody anonymous is asked to sign in, not refused for good");
    }

    [Theory]
    [InlineData("orders.destroy")]
    [InlineData("ORDERS.VIEW")]
    [InlineData("")]
    public async Task GetPolicyAsync_UnknownName_IsNone(string name) => (await Policies.GetPolicyAsync(name)).Should().BeNull();

    [Fact]
    public async Task EnsureAsync_StandardGroups_GrantWhatTheDesignSays()
    {
        await using var shop = new TestShop();
        await shop.Services.GetRequiredService<UnitOfWork>().RunAsync<Done>(Actor.System, async work =>
        {
            await StandardGroups.EnsureAsync(work);
            return Done.Value;
        });

        await using var acting = shop.AsCommandLine();
        var groups = (await acting.UserGroups.ListAsync()).Value!.ToDictionary(g => g.Code, g => g.Granted.Permissions.Select(p => p.Name));

        groups.Keys.Should().BeEquivalentTo("viewer", "operations", "admin");
        var all = PermissionCatalogue.All.Select(p => p.Name).ToList();
        groups["viewer"]
            .Should()
            .BeEquivalentTo(
                all.Where(p => p.EndsWith(".view", StringComparison.Ordinal) || p.EndsWith(".view-all", StringComparison.Ordinal)));
        groups["operations"].Should().BeEquivalentTo(all.Where(p => p.Split('.')[0] is "orders" or "products" or "inventory"));
        groups["admin"].Should().BeEquivalentTo(all.Except(["users.delete", "user-groups.delete"]));
    }

    [GeneratedRegex(@"^[a-z]+(-[a-z]+)*\.(view-all|view|create|edit|delete)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex NamePattern();
}
