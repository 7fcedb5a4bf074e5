using CommerceKitty.Admin.Data;

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
