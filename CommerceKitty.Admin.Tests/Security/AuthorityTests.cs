using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Security;
using CsCheck;

namespace CommerceKitty.Admin.Tests.Security;

[Trait("Database", "None")]
public sealed class AuthorityTests
{
    private static readonly Gen<(string[] Actor, string[] Target)> TwoSets = Gen.Select(PermissionSetTests.Names, PermissionSetTests.Names);

    public static TheoryData<string> AllPermissions => new(PermissionCatalogue.All.Select(p => p.Name));

    [Fact]
    public void May_AnyGroup_IsExactlyWhatTheGroupGrants_R2() => PermissionSetTests.Names.Sample(names =>
    {
        var actor = Person(Access(names));
        PermissionCatalogue.All.Should().OnlyContain(p => Authority.May(actor, p.Name) == names.Contains(p.Name));
    });

    [Fact]
    public void May_DisabledUser_IsNothing_R2() => PermissionSetTests.Names.Sample(names =>
    {
        var disabled = Person(Access(names) with { Enabled = false });
        var disabledOwner = Person(Access(names, owner: true) with { Enabled = false });
        PermissionCatalogue.All.Should().NotContain(p => Authority.May(disabled, p.Name) || Authority.May(disabledOwner, p.Name));
    });

    [Fact]
    public void May_ByKey_IsTheSameAsItsUser_R2() => PermissionSetTests.Names.Sample(names =>
        PermissionCatalogue.All.Should().OnlyContain(p =>
            Authority.May(ByKey(Access(names)), p.Name) == Authority.May(Person(Access(names)), p.Name)));

    [Theory]
    [MemberData(nameof(AllPermissions))]
    public void May_OwnerInAnEmptyGroup_IsEverything_R2(string permission) =>
        Authority.May(Person(Access([], owner: true)), permission).Should().BeTrue();

    [Fact]
    public void May_NameOutsideTheCatalogue_IsNoEvenForTheOwner_R2() =>
        Authority.May(Person(Access([], owner: true)), "orders.destroy").Should().BeFalse();

    [Theory]
    [MemberData(nameof(AllPermissions))]
    public void Refuse_WithoutExactlyThatPermission_NamesIt_R2(string permission)
    {
        var actor = Person(Access(PermissionCatalogue.All.Select(p => p.Name).Where(n => n != permission)));

        Authority.Refuse(actor, permission)!.MissingPermission.Should().Be(permission);
    }

    [Fact]
    public void RefuseDelegation_AnyTwoSets_AllowsExactlySubsets_R6() => TwoSets.Sample((mine, theirs) =>
        (Authority.RefuseDelegation(Person(Access(mine)), Access(theirs)) is null).Should().Be(theirs.All(mine.Contains)));

    [Fact]
    public void RefuseGranting_AnyTwoSets_AllowsExactlySubsets_R6() => TwoSets.Sample((mine, given) =>
        (Authority.RefuseGranting(Person(Access(mine)), PermissionSet.Of(given)) is null).Should().Be(given.All(mine.Contains)));

    [Fact]
    public void RefuseDelegation_Owner_AllowsAnybody_R6() => PermissionSetTests.Names.Sample(theirs =>
    {
        var owner = Person(Access([], owner: true));
        Authority.RefuseDelegation(owner, Access(theirs)).Should().BeNull();
        Authority.RefuseDelegation(owner, owner.User!).Should().BeNull();
    });

    [Fact]
    public void RefuseDelegation_OwnersAccountByAnybodyElse_IsRefused_R6()
    {
        var admin = Person(Access(PermissionCatalogue.All.Select(p => p.Name)));

        Authority.RefuseDelegation(admin, Access([], owner: true))!.Code.Should().Be("only-owner");
    }

    [Fact]
    public void RefuseDelegation_ByKey_IsAlwaysRefused_R7() => TwoSets.Sample((mine, theirs) =>
    {
        Authority.RefuseDelegation(ByKey(Access(mine)), Access(theirs))!.Code.Should().Be("key-cannot-grant");
        Authority.RefuseDelegation(ByKey(Access(mine, owner: true)), Access(theirs))!.Code.Should().Be("key-cannot-grant");
        Authority.RefuseGranting(ByKey(Access(mine, owner: true)), PermissionSet.Of(theirs))!.Code.Should().Be("key-cannot-grant");
    });

    [Fact]
    public void RefuseGranting_DisabledActor_IsRefusedAllButNothing_R2_R6() => PermissionSetTests.Names.Sample(names =>
        (Authority.RefuseGranting(Person(Access(names) with { Enabled = false }), PermissionSet.Of(names)) is null)
            .Should()
            .Be(names.Length == 0));

    [Fact]
    public void RefuseGranting_MoreThanThree_NamesThreeAndCounts_R6()
    {
        var refusal = Authority.RefuseGranting(Person(Access([])), PermissionSet.All)!;

        refusal.Kind.Should().Be(ErrorKind.Forbidden);
        refusal.Message.Should().Contain("Orders: View all").And.Contain($"and {PermissionCatalogue.All.Length - 3} more");
    }

    [Fact]
    public void RefuseDelegation_CommandLineAndSystem_AllowAnybody_R6()
    {
        var owner = Access([], owner: true);
        Authority.RefuseDelegation(Actor.CommandLine("root"), owner).Should().BeNull();
        Authority.RefuseDelegation(Actor.System, owner).Should().BeNull();
    }

    private static UserAccess Access(IEnumerable<string> permissions, bool owner = false) =>
        new(1, "a@example.com", "A", owner, Enabled: true, "stamp", "group", "Group", PermissionSet.Of(permissions));

    private static Actor Person(UserAccess user) => Actor.Person(user, address: null);

    private static Actor ByKey(UserAccess user) => Actor.ByKey(user, 1, address: null);
}
