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
namespace CommerceKitty.Admin.Access;

/// <summary>What one save changes about access.</summary>
internal sealed class AccessChangeSet
{
    private readonly List<(AccessSubject Subject, Func<int> Id)> _changes = [];

    /// <summary>True when somebody may do less afterwards: then the change returns only when every node knows (R12).</summary>
    public bool TakesAway { get; private set; }

    /// <summary>Adds one; the id is asked after the save, which may only then have given it.</summary>
    public void Add(AccessSubject subject, Func<int> id, bool takesAway)
    {
        _changes.Add((subject, id));
        TakesAway |= takesAway;
    }

    /// <summary>The subjects, each once.</summary>
    public IEnumerable<(AccessSubject Subject, int Id)> Subjects() => _changes.Select(c => (c.Subject, c.Id())).Distinct();
}
