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
namespace CommerceKitty.Admin.Security;

/// <summary>Tells an open page when what its viewer may do has changed, without a click (R3). It beats with the check that
/// <see cref="LiveAuthenticationStateProvider"/> makes anyway, so listening costs no query.</summary>
public sealed class AccessPulse
{
    private UserAccess? _last;

    /// <summary>Raised when the viewer's access is another than at the beat before; on no thread in particular.</summary>
    public event EventHandler? Changed;

    /// <summary>Reports the viewer's access of this moment.</summary>
    public void Beat(UserAccess access)
    {
        var before = Interlocked.Exchange(ref _last, access);
        // The first beat too: the page may have been drawn just before a change.
        if (before != access)
            Changed?.Invoke(this, EventArgs.Empty);
    }
}
