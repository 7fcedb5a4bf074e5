using System.Collections.Concurrent;
using System.Data.Common;
using CommerceKitty.Admin.Data.Providers.PostgreSql;
using CommerceKitty.Admin.Data.Providers.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>Notes every query that is sent to the database.</summary>
public sealed class CommandCounter : DbCommandInterceptor
{
    private readonly ConcurrentQueue<string> _commands = new();

    /// <summary>Listens to these services, whichever database they use.</summary>
    public void Join(IServiceCollection services)
    {
        services.ConfigureDbContext<SqliteCommerceKittyDbContext>(o => o.AddInterceptors(this));
        services.ConfigureDbContext<PostgreSqlCommerceKittyDbContext>(o => o.AddInterceptors(this));
    }

    /// <summary>How many queries named this table since the last time this was asked for any.</summary>
    public int Take(string table)
    {
        var count = _commands.Count(c => c.Contains($"\"{table}\"", StringComparison.Ordinal));
        _commands.Clear();
        return count;
    }

    /// <summary>All queries since the last time any were asked for.</summary>
    public IReadOnlyList<string> TakeAll()
    {
        var all = _commands.ToList();
        _commands.Clear();
        return all;
    }

    /// <summary>How many queries only read, since the last time any were asked for.</summary>
    public int TakeReads() => TakeAll().Count(c => c.StartsWith("SELECT", StringComparison.Ordinal));

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        _commands.Enqueue(command.CommandText);
        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }
}
