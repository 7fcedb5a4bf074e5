using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Users;

/// <summary>An integration user needs a name and no invented address.</summary>
public sealed class IntegrationEmailTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData("Zapier", "zapier")]
    [InlineData("  Nightly inventory sync! ", "nightly-inventory-sync")]
    [InlineData("Büro & Söhne", "buro-sohne")]
    [InlineData("مزامنة", "integration")]
    [InlineData("-- 7 --", "7")]
    [InlineData(
        "an integration with a name that is far longer than any address should be",
        "an-integration-with-a-name-that-is-far-longer-th")]
    public void LocalPartOf_Name_IsAsciiAndReadable(string name, string expected) =>
        IntegrationEmail.LocalPartOf(name).Should().Be(expected);

    [Fact]
    public async Task Create_WithoutEmail_GetsAnAddressOfItsOwn()
    {
        await _shop.AddGroupAsync("robots", Permissions.Orders.View);
        await using var acting = _shop.AsCommandLine();

        var emails = new List<string>();
        for (var i = 0; i < 3; i++)
            emails.Add((await AddAsync(acting, UserKind.Integration, "Zapier", null)).Value!.Email);

        emails.Should().Equal("zapier@integration.invalid", "zapier-2@integration.invalid", "zapier-3@integration.invalid");
        (await AddAsync(acting, UserKind.Integration, "Zapier", "own@example.com")).Value!.Email.Should().Be("own@example.com");
        (await AddAsync(acting, UserKind.Integration, "Zapier", "no address")).Error!.Fields.Should().ContainKey("email");
        (await AddAsync(acting, UserKind.Integration, " ", null)).Error!.Message.Should().Be("Enter an integration name.");
    }

    [Fact]
    public async Task Create_PersonWithoutEmail_IsRefused()
    {
        await _shop.AddGroupAsync("robots", Permissions.Orders.View);
        await using var acting = _shop.AsCommandLine();

        (await AddAsync(acting, UserKind.Person, "Pia", null)).Error!.Fields["email"].Should().Equal("Enter an email.");
    }

    private static Task<Admin.Common.Result<UserRow>> AddAsync(Acting acting, UserKind kind, string name, string? email) =>
        acting.Get<UserService>().CreateAsync(new CreateUserRequest
        {
            Email = email,
            FirstName = name,
            GroupCode = "robots",
            Kind = kind,
            Password = kind == UserKind.Person ? "a long enough password 77" : null,
        });
}
