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

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>The place of a database that does not exist yet, for tests of how it is made; whatever is made there is deleted.</summary>
public sealed class NoDatabase : IDisposable
{
    private static int _count;

    private readonly string _folder = Directory.CreateTempSubdirectory("commercekitty-new-").FullName;
    private readonly string _name = string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"commercekitty_new_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}");

    /// <summary>What to configure as ConnectionStrings:CommerceKitty.</summary>
    public string ConnectionString => TestDatabase.Provider == "PostgreSql"
        ? PostgreSqlServer.ConnectionString(_name)
        : $"Data Source={Path.Combine(_folder, "new.db")};Pooling=False";

    /// <summary>A context of the provider under test over the place.</summary>
    public CommerceKittyDbContext Open() => TestDatabase.Open(ConnectionString);

    public void Dispose()
    {
        if (TestDatabase.Provider == "PostgreSql")
            PostgreSqlServer.Drop(_name);
        Directory.Delete(_folder, recursive: true);
    }
}
