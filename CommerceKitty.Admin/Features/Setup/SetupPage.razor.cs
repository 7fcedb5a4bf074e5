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
using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Features.Setup;

/// <summary>The first page of a new installation: creates the account owner, once.</summary>
public partial class SetupPage
{
    private readonly FormState _form = new();
    private bool _gone;

    [Inject]
    public required OwnerSetup Setup { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = default!;

    [SupplyParameterFromForm]
    public SetupInput Input { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Input ??= new();
        var needed = await DatabaseFaults.GuardAsync<bool>(async () => await Setup.IsNeededAsync(Http.RequestAborted));
        _form.Show(needed.Error);
        if (needed.IsDone && !needed.Value && !HttpMethods.IsPost(Http.Request.Method))
            Gone();
    }

    private async Task SubmitAsync()
    {
        var request = new OwnerRequest
        {
            Code = Input.Code,
            Email = Input.Email,
            FirstName = Input.FirstName,
            LastName = Input.LastName,
            Password = Input.Password,
            Repeated = Input.Repeated,
        };
        var created = await _form.SubmitAsync(() =>
            Setup.CreateOwnerAsync(request, Http.Connection.RemoteIpAddress, Http.RequestAborted));
        (Input.Password, Input.Repeated) = (string.Empty, string.Empty);
        if (created is { IsDone: true })
            Navigation.NavigateTo("/account/sign-in?note=owner");
        else if (_form.Refusal?.Code == "already-set-up")
            Gone();
    }

    private void Gone()
    {
        _gone = true;
        // Set late: set now, the framework would show its own page for what does not exist, which asks to sign in first.
        Http.Response.OnStarting(() =>
        {
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    public sealed class SetupInput
    {
        public string Code { get; set; } = string.Empty;

        public string Email { get; set; } = string.Empty;

        public string FirstName { get; set; } = string.Empty;

        public string LastName { get; set; } = string.Empty;

        public string Password { get; set; } = string.Empty;

        public string Repeated { get; set; } = string.Empty;
    }
}
