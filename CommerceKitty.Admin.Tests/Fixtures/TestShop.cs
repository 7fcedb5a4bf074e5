using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using CommerceKitty.Admin.Tests.Builders;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>The product's services over a real database, without a web server: for tests of rules. Empty but for what a test
/// adds.</summary>
public sealed class TestShop : IAsyncDisposable
{
    /// <summary>The password of people who are given one.</summary>
    public const string Password = ShopSeeding.Password;

    private readonly TestDatabase _database;
    private readonly bool _ownsDatabase;
    private readonly IHost _host;

    /// <param name="environment">Production unless said otherwise.</param>
    /// <param name="configure">Changes the services before they are built.</param>
    public TestShop(string? environment = null, Action<IServiceCollection>? configure = null)
        : this(null, environment, configure)
    {
    }

    private TestShop(TestDatabase? database, string? environment, Action<IServiceCollection>? configure)
    {
        (_database, _ownsDatabase) = (database ?? new(), database is null);
        var builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { EnvironmentName = environment ?? Environments.Production });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = TestDatabase.Provider,
            ["ConnectionStrings:CommerceKitty"] = _database.ConnectionString,
            // The machine may be busy, and a hundred tests at once write their files.
            ["Database:Patience"] = "60",
            ["Demo:Seed"] = "true",
            ["Demo:Password"] = Password,
        });
        builder.Logging.ClearProviders();
        builder.AddCommerceKittyCore();
        builder.Services.AddSingleton<TimeProvider>(Time);
        // Hashing at full strength proves nothing here and costs 100 ms a user.
        builder.Services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1_000);
        builder.Services.AddSingleton<IMailSender>(Mails);
        // Every change that takes power away waits for a lease's end.
        builder.Services.AddSingleton(new LeaseTerms(TimeSpan.FromMilliseconds(20)));
        configure?.Invoke(builder.Services);
        _host = builder.Build();
    }

    /// <summary>The clock of everything in this shop.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    /// <summary>The mails that were sent.</summary>
    public MailBox Mails { get; } = new();

    public IServiceProvider Services => _host.Services;

    /// <summary>Where the database is, for another process or connection.</summary>
    public string ConnectionString => _database.ConnectionString;

    /// <summary>Another node of this shop: services of its own over the same database. Dispose it first.</summary>
    public TestShop OtherNode() => new(_database, null, null);

    /// <summary>A fresh context to look at what is really stored.</summary>
    public CommerceKittyDbContext OpenDatabase() => Services.OpenDatabase();

    public Task<UserGroup> AddGroupAsync(string code, params IEnumerable<string> permissions) => Services.AddGroupAsync(code, permissions);

    public Task<User> AddUserAsync(
        string email, string groupCode, UserKind kind = UserKind.Person, bool owner = false, bool enabled = true) =>
        Services.AddUserAsync(email, groupCode, kind, owner, enabled);

    public Task<User> AddUserWithAsync(string email, params IEnumerable<string> permissions) =>
        Services.AddUserWithAsync(email, permissions);

    public Task<User> AddOwnerAsync() => Services.AddOwnerAsync();

    /// <summary>Takes away and gives a user the right to act, behind the services' back.</summary>
    public async Task SetEnabledAsync(User user, bool enabled)
    {
        await using var db = OpenDatabase();
        (await db.Users.SingleAsync(u => u.Id == user.Id)).Enabled = enabled;
        await db.SaveChangesAsync();
    }

    /// <summary>Makes a group grant exactly these permissions, as the operator at the command line.</summary>
    public async Task SetPermissionsAsync(string groupCode, params string[] permissions)
    {
        await using var acting = AsCommandLine();
        (await acting.Get<UserGroupService>().SetPermissionsAsync(groupCode, permissions)).Error.Should().BeNull();
    }

    /// <summary>Adds things that no service makes.</summary>
    public async Task AddAsync(params IEnumerable<object> entities)
    {
        await using var db = OpenDatabase();
        db.AddRange(entities);
        await db.SaveChangesAsync();
    }

    /// <summary>The services as the signed-in person sees them.</summary>
    public Acting As(User user) => new(Services, current => current.ActAs(ShopSeeding.Principal(user)));

    /// <summary>A key for the user, made at the command line, and its value.</summary>
    public async Task<(ApiKeyRow Key, string Value)> AddKeyAsync(User user, string name = "Test key")
    {
        await using var operatorScope = AsCommandLine();
        var created = await operatorScope.ApiKeys.CreateAsync(
            new CreateApiKeyRequest(name, user.Id, KeyEnd.Never("Its test moves the clock")));
        created.IsDone.Should().BeTrue(created.Error?.Message);
        return (created.Value!.Key, created.Value.Secret.Reveal());
    }

    /// <summary>The services by way of a new key of the user.</summary>
    public async Task<Acting> ByKeyOfAsync(User user) => await ByKeyAsync((await AddKeyAsync(user)).Value);

    /// <summary>The services as a request with this key's value sees them; the key must be accepted.</summary>
    public async Task<Acting> ByKeyAsync(string value)
    {
        var (key, refusal) = await Services.GetRequiredService<ApiKeyVerifier>().VerifyAsync(value.AsMemory());
        refusal.Should().BeNull();
        return new(Services, current => current.ActAs(Actor.ByKey(
            key!.User, key.ApiKeyId, System.Net.IPAddress.Loopback, ApiKeyToken.TryHash(value))));
    }

    /// <summary>The services as the operator at the command line sees them.</summary>
    public Acting AsCommandLine() => new(Services, current => current.ActAs(Actor.CommandLine("tester")));

    /// <summary>The services when nobody is signed in.</summary>
    public Acting AsNobody() => new(Services, _ => { });

    /// <summary>All audit entries, oldest first.</summary>
    public async Task<List<AuditEntry>> AuditAsync()
    {
        await using var db = OpenDatabase();
        return await db.AuditEntries.AsNoTracking().OrderBy(e => e.Id).ToListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable host)
            await host.DisposeAsync();
        if (_ownsDatabase)
            _database.Dispose();
    }
}
