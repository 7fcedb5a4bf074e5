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
using System.Data.Common;
using CommerceKitty.Admin.Data.Providers.PostgreSql;
using CommerceKitty.Admin.Data.Providers.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>Plays the race that SQLite, which has one writer at a time, never shows: the first save fails because a unique value
/// was taken a moment ago (or a row that it refers to went), and by the time of the next transaction the other's change is there.</summary>
public sealed class LostRace : SaveChangesInterceptor, IDbTransactionInterceptor
{
    private bool _failed;

    /// <summary>SQLite's extended code of what failed: 2067 for a unique value, 787 for a foreign key.</summary>
    public int Code { get; init; } = 2067;

    /// <summary>Lets it happen in these services, whichever database they use.</summary>
    public void Join(IServiceCollection services)
    {
        services.ConfigureDbContext<SqliteCommerceKittyDbContext>(o => o.AddInterceptors(this));
        services.ConfigureDbContext<PostgreSqlCommerceKittyDbContext>(o => o.AddInterceptors(this));
    }

    /// <summary>What the other one does; null once it happened.</summary>
    public Func<Task>? OtherComesFirst { get; set; }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (OtherComesFirst is null || _failed)
            return base.SavingChangesAsync(eventData, result, cancellationToken);
        _failed = true;
        throw new DbUpdateException("Lost the race", new SqliteException("Constraint failed", 19, Code));
    }

    public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default)
    {
        if (_failed && OtherComesFirst is { } other)
        {
            OtherComesFirst = null;
            await other();
        }

        return result;
    }
}
