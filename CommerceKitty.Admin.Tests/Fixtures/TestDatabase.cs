using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Providers.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>A real SQLite file of its own for each test, copied from one that was migrated once for the whole run.</summary>
public sealed class TestDatabase : IDisposable
{
    private static readonly Lazy<string> Template = new(CreateTemplate);

    private readonly string _folder = Directory.CreateTempSubdirectory("commercekitty-test-").FullName;

    public TestDatabase()
    {
        System.IO.File.Copy(Template.Value, File);
    }

    /// <summary>The database file.</summary>
    public string FileName => File;

    /// <summary>What to configure as ConnectionStrings:CommerceKitty.</summary>
    public string ConnectionString => $"Data Source={File}";

    private string File => Path.Combine(_folder, "commercekitty.db");

    public void Dispose()
    {
        using (var connection = new SqliteConnection(ConnectionString))
            SqliteConnection.ClearPool(connection);
        Directory.Delete(_folder, recursive: true);
    }

    private static string CreateTemplate()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("commercekitty-template-").FullName, "commercekitty.db");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        var connectionString = $"Data Source={file};Pooling=False";
        var options = DesignTime.Options<SqliteCommerceKittyDbContext>(o => DatabaseSetup.UseSqlite(o, connectionString));
        using var db = new SqliteCommerceKittyDbContext(options);
        db.Database.Migrate();
        // One file, without its write-ahead log, so that it can be copied.
        db.Database.ExecuteSqlRaw("PRAGMA wal_checkpoint(TRUNCATE)");
        return file;
    }
}
