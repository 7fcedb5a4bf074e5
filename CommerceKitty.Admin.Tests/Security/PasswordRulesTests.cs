using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Identity;

namespace CommerceKitty.Admin.Tests.Security;

public sealed class PasswordRulesTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData("correct-horse-battery")]
    [InlineData("lower case only words")]
    [InlineData("пароль из нескольких слов")]
    [InlineData("olivia likes her coffee black")]
    [InlineData("abcdefgh1234 with more words")]
    public async Task Validate_PhraseOfSeveralWords_IsAccepted(string password) => (await RefusalsAsync(password)).Should().BeEmpty();

    [Theory]
    [InlineData("", "PasswordTooShort")]
    [InlineData("eleven char", "PasswordTooShort")]
    [InlineData("aaaaaaaaaaaaaaaa", "PasswordRepeats")]
    [InlineData("abababababababab", "PasswordRepeats")]
    [InlineData("Password123!!", "PasswordCommon")]
    [InlineData("qwertyuiop1234", "PasswordCommon")]
    [InlineData("P@ssw0rd1234", "PasswordCommon")]
    [InlineData("1q2w3e4r5t6y", "PasswordCommon")]
    [InlineData("Summer2026!!", "PasswordCommon")]
    [InlineData("welkom12345678", "PasswordCommon")]
    [InlineData("january-february", "PasswordCommon")]
    [InlineData("kitty-admin-1", "PasswordCommon")]
    [InlineData("123456789012345", "PasswordCommon")]
    [InlineData("letmeinLETMEIN!", "PasswordCommon")]
    [InlineData("commercekitty2026", "PasswordCommon")]
    [InlineData("OliviaOwner-2026", "PasswordPersonal")]
    [InlineData("olivia.sales-1234", "PasswordPersonal")]
    [InlineData("example-Olivia!", "PasswordPersonal")]
    public async Task Validate_WeakPassword_IsRefused(string password, string code) =>
        (await RefusalsAsync(password)).Should().Contain(code);

    [Fact]
    public async Task Validate_LongestPassword_IsAcceptedAndOneMoreIsRefused()
    {
        var longest = string.Concat(Enumerable.Repeat("correct-horse-staple ", 20))[..PasswordRules.MaximumLength];
        (await RefusalsAsync(longest)).Should().BeEmpty();
        (await RefusalsAsync(longest + "x")).Should().Equal("PasswordTooLong");
    }

    [Fact]
    public async Task Validate_StrongBeginning_IsEnoughForALongPassword() =>
        (await RefusalsAsync("purple-harbour-nine-quiet-kettles" + new string('a', 200))).Should().BeEmpty();

    [Fact]
    public async Task Validate_WeakPassword_SaysWhatToDo()
    {
        (await MessagesAsync("Password123!!")).Should()
            .Equal("The password is easy to guess. Use four or more unrelated words, or a password manager.");
        (await MessagesAsync("OliviaOwner-2026")).Should()
            .Equal("The password is easy to guess because it contains your name or email. Use several unrelated words.");
    }

    [Fact]
    public async Task Generate_Always_MakesAnotherAcceptablePassword()
    {
        var passwords = Enumerable.Range(0, 50).Select(_ => PasswordRules.Generate()).ToList();

        passwords.Should().OnlyHaveUniqueItems();
        foreach (var password in passwords)
            (await RefusalsAsync(password)).Should().BeEmpty();
    }

    private async Task<List<string>> RefusalsAsync(string password) => [.. (await ErrorsAsync(password)).Select(e => e.Code)];

    private async Task<List<string>> MessagesAsync(string password) => [.. (await ErrorsAsync(password)).Select(e => e.Description)];

    private async Task<List<IdentityError>> ErrorsAsync(string password)
    {
        await using var acting = _shop.AsNobody();
        var users = acting.Get<UserManager<User>>();
        var user = new User
        {
            Email = "olivia.sales@example.com",
            UserName = "olivia.sales@example.com",
            FirstName = "Olivia",
            LastName = "Owner",
        };
        var errors = new List<IdentityError>();
        foreach (var validator in users.PasswordValidators)
            errors.AddRange((await validator.ValidateAsync(users, user, password)).Errors);
        return errors;
    }
}
