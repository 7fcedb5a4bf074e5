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
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace CommerceKitty.Admin.Features.Administration;

/// <summary>One user: profile, permissions, API keys, sessions and audit entries.</summary>
public partial class UserPage
{
    private UserDetails? _details;
    private KeysOfUser? _keys;
    private Page<AuditRow>? _did;
    private Page<AuditRow>? _doneTo;
    private UserPowers _powers = UserPowers.None;
    private Error? _error;
    private int _loads;
    private int? _ownSession;
    private UserSessionsCard? _sessionsCard;

    [Parameter]
    public int Id { get; set; }

    [Inject]
    public required UserService Users { get; init; }

    [Inject]
    public required UserSessionService Sessions { get; init; }

    [Inject]
    public required ISnackbar Snackbar { get; init; }

    [Inject]
    public required ApiKeyQueries Keys { get; init; }

    [Inject]
    public required AuditLogService AuditLog { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [CascadingParameter]
    public Task<AuthenticationState> SignedIn { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _ownSession = ClaimNames.SessionIdOf((await SignedIn).User);
        if (_details?.User.Id != Id)
            (_details, _error) = (null, null);
        await LoadAsync();
    }

    private async Task EndSessionAsync(SessionRow session)
    {
        var ended = await DatabaseFaults.GuardAsync(() => Sessions.EndAsync(Id, session.Id));
        Snackbar.Tell(ended, $"{UserPresentation.Browser(session.UserAgent)} was signed out.");
        await LoadAsync();
        if (_sessionsCard is not null)
            await _sessionsCard.FocusAsync();
    }

    private async Task LoadAsync()
    {
        var load = ++_loads;
        // What the viewer may do may have changed as well (R3).
        var read = await DatabaseFaults.GuardAsync<(UserDetails, UserPowers)>(async () =>
        {
            var details = await Users.GetDetailsAsync(Id);
            return details.IsDone ? (details.Value, UserPowers.Of(await Current.GetAsync())) : details.Error;
        });
        var (_, powers) = read.IsDone ? read.Value : default;
        var keys = powers is { MayListKeys: true } ? await DatabaseFaults.GuardAsync(() => Keys.ListOfUserAsync(Id)) : null;
        var did = await ReadAuditAsync(powers, AuditSide.Did);
        var doneTo = await ReadAuditAsync(powers, AuditSide.DoneTo);
        // A slower answer to an older question must not replace a newer one.
        if (load != _loads)
            return;
        _details = read.IsDone ? read.Value.Item1 : null;
        _error = read.Error;
        (_powers, _keys, _did, _doneTo) = (powers ?? UserPowers.None, keys?.Value, did, doneTo);
    }

    /// <summary>Two lists, so that what a busy user does never pushes out what was done to it.</summary>
    private async Task<Page<AuditRow>?> ReadAuditAsync(UserPowers? powers, AuditSide side) => powers is { MaySeeAudit: true }
        ? (await DatabaseFaults.GuardAsync(() => AuditLog.ListAsync(new AuditQuery { UserId = Id, Side = side, Window = new(0, 8) }))).Value
        : null;
}
