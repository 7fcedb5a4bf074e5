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
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>Where the links of invitations and forgotten passwords lead: choose a password, once.</summary>
public partial class ChoosePasswordPage
{
    private readonly FormState _form = new();
    private OpenLink? _link;

    [Inject]
    public required PasswordLinkService Links { get; init; }

    [Inject]
    public required KnownDevices Devices { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "open-link")]
    public ArrivalInput Arrival { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "choose-password")]
    public ChoiceInput Choice { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Arrival ??= new();
        Choice ??= new();
        // Both forms post back to here; the one that is asked for must be on the page.
        if (Choice.Token.Length > 0)
            await ReadAsync(Choice.Token);
    }

    private async Task OpenAsync()
    {
        Choice.Token = Arrival.Token;
        await ReadAsync(Arrival.Token);
    }

    private async Task ReadAsync(string token)
    {
        var opened = await DatabaseFaults.GuardAsync(() => Links.OpenAsync(token, Http.RequestAborted));
        _link = opened.Value;
        _form.Show(opened.Error);
    }

    private async Task ChooseAsync()
    {
        var chosen = await _form.SubmitAsync(() => Links.ChoosePasswordAsync(
            Choice.Token, Choice.Password, Choice.Repeated, Http.Connection.RemoteIpAddress, Http.RequestAborted));
        (Choice.Password, Choice.Repeated) = (string.Empty, string.Empty);
        if (chosen is { IsDone: true })
        {
            // Anyone signed in here, perhaps as someone else, signs in again.
            await Http.SignOutAsync(IdentityConstants.ApplicationScheme);
            // This browser reads the person's email, so it is known: others' guesses do not keep it out.
            Devices.Remember(Http, chosen.Value);
            Navigation.NavigateTo("/account/sign-in?note=password");
        }
        else if (_form.Refusal?.Code == PasswordLinkService.DeadLink.Code)
        {
            _link = null;
        }
    }

    public sealed class ArrivalInput
    {
        public string Token { get; set; } = string.Empty;
    }

    public sealed class ChoiceInput
    {
        public string Token { get; set; } = string.Empty;

        public string Password { get; set; } = string.Empty;

        public string Repeated { get; set; } = string.Empty;
    }
}
