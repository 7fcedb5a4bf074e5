using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Lookalikes;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Lookalikes;

public sealed class LookalikeServiceTests : IAsyncDisposable
{
    /// <summary>A Cyrillic a.</summary>
    private const string A = "\u0430";

    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData(LookalikeKind.ApiKeys, "Payroll", $"P{A}yroll", Permissions.ApiKeys.ViewAll)]
    [InlineData(LookalikeKind.UserNames, "Sam Cat", $"S{A}m Cat", Permissions.Users.ViewAll)]
    [InlineData(LookalikeKind.UserEmails, "sam@example.com", $"s{A}m@example.com", Permissions.Users.ViewAll)]
    [InlineData(LookalikeKind.UserGroups, "Payroll staff", $"P{A}yroll staff", Permissions.UserGroups.ViewAll)]
    [InlineData(LookalikeKind.Products, "Wand 🐱", $"W{A}nd 🐱", Permissions.Products.ViewAll)]
    public async Task FindAsync_EachKind_NamesTheTwinToWhoMaySeeIt_R1(LookalikeKind kind, string there, string typed, string permission)
    {
        await _shop.AddGroupAsync("office");
        await using (var acting = _shop.AsCommandLine())
        {
            var user = (await acting.Users.CreateAsync(new()
            {
                Email = "sam@example.com",
                FirstName = "Sam",
                LastName = "Cat",
                GroupCode = "office",
                Kind = UserKind.Integration,
            })).Value!;
            (await acting.ApiKeys.CreateAsync(new("Payroll", user.Id))).Error.Should().BeNull();
            (await acting.UserGroups.CreateAsync(new("payroll", "Payroll staff", []))).Error.Should().BeNull();
        }

        await _shop.AddProductAsync("WAND", name: "Wand 🐱");
        await using var viewer = _shop.As(await _shop.AddUserWithAsync("v@example.com", permission));
        await using var other = _shop.As(await _shop.AddUserWithAsync(
            "o@example.com", PermissionCatalogue.All.Select(p => p.Name).Where(p => p != permission)));

        (await viewer.Get<LookalikeService>().FindAsync(kind, typed)).Value!.Name.Should().Be(there);
        (await viewer.Get<LookalikeService>().FindAsync(kind, there)).Value!.Name.Should().BeNull("it is that name itself");
        (await viewer.Get<LookalikeService>().FindAsync(kind, "Something else")).Value!.Name.Should().BeNull();
        (await viewer.Get<LookalikeService>().FindAsync(kind, " \0")).Value!.Name.Should().BeNull();
        (await other.Get<LookalikeService>().FindAsync(kind, typed)).Error!.MissingPermission.Should().Be(permission);
    }
}
