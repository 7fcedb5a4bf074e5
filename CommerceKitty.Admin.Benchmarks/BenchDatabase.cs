namespace CommerceKitty.Admin.Benchmarks;

/// <summary>Where the servers' data is: a file of this run, or a database that exists.</summary>
internal sealed class BenchDatabase(string? postgres) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("commercekitty-bench-").FullName;

    public string Provider => postgres is null ? "Sqlite" : "PostgreSql";

    // As many connections for each server that all of them fit into what PostgreSQL allows by default (100).
    public string ConnectionString =>
        postgres is not null ? $"{postgres};Maximum Pool Size=30" : $"Data Source={System.IO.Path.Combine(_folder, "bench.db")}";

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
