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
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Administration;
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
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Data;

/// <summary>What a change works with: one context, Identity's managers over the same context, and the audit trail.</summary>
public sealed class Work
{
    private readonly IServiceProvider _services;

    /// <param name="services">The scope of this transaction.</param>
    internal Work(IServiceProvider services)
    {
        _services = services;
        Db = services.GetRequiredService<CommerceKittyDbContext>();
        Db.Access = Access;
        Now = WholeMicroseconds(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
    }

    /// <summary>The context of this transaction.</summary>
    public CommerceKittyDbContext Db { get; }

    /// <summary>What this transaction changes about access.</summary>
    internal CommerceKittyDbContext.AccessOfTransaction Access { get; } = new();

    /// <summary>Identity's manager of users, over <see cref="Db"/>.</summary>
    public UserManager<User> Users => _services.GetRequiredService<UserManager<User>>();

    /// <summary>Identity's manager of groups, over <see cref="Db"/>.</summary>
    public RoleManager<UserGroup> UserGroups => _services.GetRequiredService<RoleManager<UserGroup>>();

    /// <summary>The time of this transaction's changes; UTC, in whole microseconds: PostgreSQL keeps no more, and what is answered now
    /// must be what is read later.</summary>
    public DateTime Now { get; }

    /// <summary>The actor with its access as it is inside this transaction, if it may still use the permission; else the refusal.
    /// Decisions that must hold at the commit (R6) ask here again: between the call's beginning and now, somebody may have
    /// taken the actor's power away.</summary>
    public async Task<Result<Actor>> DemandAsync(Actor actor, string permission, CancellationToken ct = default)
    {
        var now = await ReadAgainAsync(actor, ct);
        return now.IsDone && Authority.Refuse(now.Value, permission) is { } refusal ? refusal : now;
    }

    /// <summary>The actor with its access as it is inside this transaction; a refusal when it may not act at all any more.</summary>
    public async Task<Result<Actor>> ReadAgainAsync(Actor actor, CancellationToken ct = default)
    {
        if (actor.User is { } user)
        {
            if (await AccessReader.FindUserAsync(Db, user.UserId, ct) is not { Enabled: true } now)
                return Error.Unauthenticated;
            if (actor.Kind == ActorKind.Person && now.SecurityStamp != user.SecurityStamp)
                return Error.Unauthenticated;
            // A key lets in no longer than it is on, also within a request that had to wait.
            if (actor.ApiKeyId is { } key && !await Db.ApiKeys.AnyAsync(
                k => k.Id == key && k.Enabled && k.RevokedAt == null && (k.ExpiresAt == null || k.ExpiresAt > Now), ct))
                return Error.Unauthenticated;
            actor = actor with { User = now };
        }

        return actor;
    }

    /// <summary>Adds the change's one audit entry; it is saved with the change (R8).</summary>
    /// <param name="actor">Who did it.</param>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="target">What it was done to.</param>
    /// <param name="before">The changed fields before; never a secret.</param>
    /// <param name="after">The changed fields after; never a secret.</param>
    public void Audit(Actor actor, string action, AuditTarget target, object? before = null, object? after = null) =>
        Db.AuditEntries.Add(AuditTrail.Entry(Now, actor, action, target, before, after));

    private static DateTime WholeMicroseconds(DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
}
