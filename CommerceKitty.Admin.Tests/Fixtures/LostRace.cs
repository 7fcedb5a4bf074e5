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
