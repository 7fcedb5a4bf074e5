using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
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
