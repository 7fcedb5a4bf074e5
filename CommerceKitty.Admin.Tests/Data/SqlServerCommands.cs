using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text;
using CommerceKitty.Admin.Data.Providers.SqlServer;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CommerceKitty.Admin.Tests.Data;

/// <summary>The product's services over SQL Server without a server: it keeps what they would send, answers each count with zero and
/// ends the operation at its first other command.</summary>
public sealed class SqlServerCommands : DbCommandInterceptor, IDbConnectionInterceptor, IDisposable
{
    private readonly IHost _host;
    private readonly List<string> _sent = [];

    public SqlServerCommands()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Production });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = "SqlServer",
            ["ConnectionStrings:CommerceKitty"] = "Server=there-is-none",
        });
        builder.Logging.ClearProviders();
        builder.AddCommerceKittyCore();
        // Queries hold times; the same one each run.
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero)));
        builder.Services.ConfigureDbContext<SqlServerCommerceKittyDbContext>(o => o.AddInterceptors(this));
        _host = builder.Build();
    }

    /// <summary>The commands that the operation of the operator at the command line would send.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(Func<IServiceProvider, Task> operation)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(Actor.CommandLine("tester"));
        _sent.Clear();
        try
        {
            await operation(scope.ServiceProvider);
        }
        catch (NoServerException)
        {
        }

        _sent.Should().NotBeEmpty("the operation must come to the database");
        return [.. _sent];
    }

    public void Dispose() => _host.Dispose();

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        _sent.Add(TextOf(command));
        // Queries that depend on the settings: as nobody has changed them.
        if (command.CommandText.Contains("FROM [AccountSettings]", StringComparison.Ordinal))
            return ValueTask.FromResult(InterceptionResult<DbDataReader>.SuppressWithResult(Settings(command.CommandText)));
        if (!command.CommandText.StartsWith("SELECT COUNT(*)", StringComparison.Ordinal))
            throw new NoServerException();
        var zero = new DataTable { Locale = CultureInfo.InvariantCulture, Columns = { { "Count", typeof(int) } }, Rows = { 0 } };
        return ValueTask.FromResult(InterceptionResult<DbDataReader>.SuppressWithResult(zero.CreateDataReader()));
    }

    public ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(InterceptionResult.Suppress());

    private static string TextOf(DbCommand command)
    {
        var text = new StringBuilder();
        foreach (DbParameter parameter in command.Parameters)
        {
            var value = parameter.Value is byte[] bytes
                ? Convert.ToHexString(bytes)
                : Convert.ToString(parameter.Value, CultureInfo.InvariantCulture);
            text.Append("-- ").Append(parameter.ParameterName).Append(' ').Append(parameter.DbType)
                .Append(parameter.Size > 0 ? $"({parameter.Size})" : string.Empty).Append(" = ").Append(value).Append('\n');
        }

        return text.Append(command.CommandText).ToString();
    }

    private static DataTableReader Settings(string select)
    {
        var row = new AccountSettings { Id = AccountSettings.RowId };
        using var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        var names = select[..select.IndexOf("FROM", StringComparison.Ordinal)].Split("[a].[").Skip(1).Select(n => n.Split(']')[0]);
        var properties = names.Select(n => typeof(AccountSettings).GetProperty(n)!).ToList();
        foreach (var property in properties)
        {
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            table.Columns.Add(property.Name, type.IsEnum ? typeof(string) : type);
        }

        table.Rows.Add([.. properties.Select(p => p.GetValue(row) is Enum name ? name.ToString() : p.GetValue(row))]);
        return table.CreateDataReader();
    }

    private sealed class NoServerException() : Exception("There is no server; the command was kept.");
}
