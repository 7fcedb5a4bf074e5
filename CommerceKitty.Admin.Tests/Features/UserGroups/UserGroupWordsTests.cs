using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Security;
using CsCheck;

namespace CommerceKitty.Admin.Tests.Features.UserGroups;

public sealed class UserGroupWordsTests
{
    [Theory]
    [InlineData(5, 3, 3, "5 users · 3 API keys used it this month")]
    [InlineData(1, 1, 1, "1 user · 1 API key used it this month")]
    [InlineData(5, 3, 2, "5 users · 2 of 3 API keys used it this month")]
    [InlineData(5_000, 1_200, 0, "5,000 users · 1,200 API keys, not used this month")]
    [InlineData(0, 0, 0, "0 users · no API key")]
    public void Reach_Counts_AreWords(int users, int keys, int used, string words) =>
        UserGroupWords.Reach(new UserGroupReach(users, keys, used)).Should().Be(words);

    [Theory]
    [InlineData("Warehouse staff", "warehouse-staff")]
    [InlineData("  Returns & refunds (EU) ", "returns-refunds-eu")]
    [InlineData("Größe", "gr-e")]
    [InlineData("🐈 猫", "")]
    [InlineData(null, "")]
    public void SuggestCode_Name_GivesACodeOrNothing(string? name, string code) => UserGroup.SuggestCode(name).Should().Be(code);

    [Fact]
    public void SuggestCode_AnyText_IsACodeOrEmpty() => Gen.String.Sample(text =>
    {
        var code = UserGroup.SuggestCode(text);
        (code.Length == 0 || CodeText.IsCode(code)).Should().BeTrue(code);
    });

    [Fact]
    public void PermissionChange_AnyTwoSets_LeadsFromOneToTheOther() =>
        Gen.Select(PermissionSetTests.Names, PermissionSetTests.Names)
            .Sample(
                (a, b) =>
    {
        var (before, after) = (PermissionSet.Of(a), PermissionSet.Of(b));
        var change = new PermissionChange(before, after);
        change.ApplyTo(before).Should().Be(after);
        change.IsNone.Should().Be(before == after);
    });

    [Fact]
    public void PermissionChange_InWords_NamesAFewAndCountsTheRest()
    {
        var change = new PermissionChange(
            PermissionSet.Of([Permissions.Orders.Edit]),
            PermissionSet.Of(PermissionCatalogue.All.Select(p => p.Name).Where(n => n.StartsWith("users.", StringComparison.Ordinal))));

        change.ToDisplayText().Should().Be("+5 Users: View all, Users: View, Users: Create, Users: Edit and 1 more · −1 Orders: Edit");
        new PermissionChange(PermissionSet.All, PermissionSet.All).ToDisplayText().Should().BeEmpty();
    }
}
