using CommerceKitty.Admin.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;

namespace CommerceKitty.Admin.Tests.Data;

/// <summary>The database's file holds password hashes: only its own user may read it.</summary>
[Trait("Database", "None")]
public sealed class PrivateFileTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Public = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string _folder = Directory.CreateTempSubdirectory("commercekitty-private-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Database_NewFileInAnExistingFolder_IsPrivateAndHasAWriteAheadLog()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var file = Path.Combine(_folder, "new.db");
        await using var services = Register(file).BuildServiceProvider();
        await using var db = await services.GetRequiredService<IDbContextFactory<CommerceKittyDbContext>>().CreateDbContextAsync();

        await (await db.LockForMigrationAsync(CancellationToken.None)).DisposeAsync();

        ModeOf(file).Should().Be(Private);
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "create table t (i int); pragma journal_mode";
        (await command.ExecuteScalarAsync()).Should().Be("wal");
        ModeOf(file + "-wal").Should().Be(Private, "SQLite gives it the rights of the database");
    }

    [Fact]
    public void Database_FilesThatOthersMayRead_BecomePrivate()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var file = Path.Combine(_folder, "old.db");
        string[] all = [file, file + "-wal", file + "-shm", file + "-journal"];
        foreach (var path in all)
        {
            File.WriteAllText(path, "x");
            SetMode(path, Public);
        }

        Register(file);

        all.Select(ModeOf).Should().OnlyContain(mode => mode == Private);
        File.ReadAllText(file).Should().Be("x", "nothing but its rights has changed");
    }

    private IServiceCollection Register(string file) => new ServiceCollection()
        .AddLogging().Configure<IdentityOptions>(DatabaseSetup.UseNewestIdentityTables).AddCommerceKittyDatabase(
        new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["ConnectionStrings:CommerceKitty"] = $"Data Source={file};Pooling=False" }).Build(),
        new HostingEnvironment { ContentRootPath = _folder });

#pragma warning disable CA1416 // Skipped on Windows.
    private static UnixFileMode ModeOf(string path) => File.GetUnixFileMode(path);

    private static void SetMode(string path, UnixFileMode mode) => File.SetUnixFileMode(path, mode);
#pragma warning restore CA1416
}
