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
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Access;

/// <summary>One try to carry out an <see cref="IdempotentRequest"/>. What it changes commits together with the note that it did, and only
/// while
/// nobody has taken it over: so neither a crash nor a node that was too slow makes the change happen twice.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Number">Which try it is.</param>
public sealed record IdempotentAttempt(long RequestId, int Number)
{
    /// <summary>The request while this try is the one that counts, else null.</summary>
    public async Task<IdempotentRequest?> FindAsync(CommerceKittyDbContext db, CancellationToken ct) =>
        await db.IdempotentRequests.SingleOrDefaultAsync(r => r.Id == RequestId && r.Attempt == Number, ct);

    /// <summary>Notes within a change's transaction that it commits.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Somebody took the request over.</exception>
    public async Task CommitWithAsync(CommerceKittyDbContext db, CancellationToken ct)
    {
        var request = await FindAsync(db, ct) ?? throw new DbUpdateConcurrencyException("The request was taken over meanwhile.");
        request.Committed = true;
    }
}
