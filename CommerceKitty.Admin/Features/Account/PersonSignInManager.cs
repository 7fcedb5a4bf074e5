using CommerceKitty.Admin.Entities;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>Lets only enabled people sign in, by whatever way (design §1): integrations never can.</summary>
#pragma warning disable RS0030 // Identity's own base class asks for the accessor; we only hand it on.
public sealed class PersonSignInManager(
    UserManager<User> userManager, IHttpContextAccessor contextAccessor, IUserClaimsPrincipalFactory<User> claimsFactory,
    IOptions<IdentityOptions> optionsAccessor, ILogger<SignInManager<User>> logger, IAuthenticationSchemeProvider schemes,
    IUserConfirmation<User> confirmation)
#pragma warning restore RS0030
    : SignInManager<User>(userManager, contextAccessor, claimsFactory, optionsAccessor, logger, schemes, confirmation)
{
    /// <inheritdoc/>
    public override async Task<bool> CanSignInAsync(User user) =>
        user is { Enabled: true, Kind: UserKind.Person } && await base.CanSignInAsync(user);
}
