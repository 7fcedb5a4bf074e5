using System.Net;
using BenchmarkDotNet.Attributes;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Startup;

namespace CommerceKitty.Admin.Benchmarks;

/// <summary>The parts of an accepted request, and of a refused one, without a server.</summary>
[MemoryDiagnoser]
public class HotPath
{
    private readonly string _folder = Directory.CreateTempSubdirectory("commercekitty-bench-").FullName;
    private readonly string _malformed = ApiKeyToken.Create()[..^1] + "-";
    private readonly KeyFingerprints _fingerprints = new();
    private readonly KeyHash _unknown = KeyHash.Of(ApiKeyToken.Hash(ApiKeyToken.Create()));
    private readonly byte[] _hash = new byte[ApiKeyToken.HashLength];
    private WebApplication _app = null!;
    private ApiKeyVerifier _verifier = null!;
    private ApiKeyUseRecorder _uses = null!;
    private string _value = string.Empty;

    /// <summary>A database with one key, and fingerprints of a million.</summary>
    [GlobalSetup]
    public async Task SetUpAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = _folder, EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = "Sqlite",
            ["ConnectionStrings:CommerceKitty"] = $"Data Source={Path.Combine(_folder, "bench.db")}",
        });
        builder.Logging.ClearProviders();
        builder.AddCommerceKittyCore();
        _app = builder.Build();
        await DatabasePreparation.RunAsync(_app.Services);
        _value = await BenchShop.EnsureKeyAsync(_app.Services);
        (_verifier, _uses) = (_app.Services.GetRequiredService<ApiKeyVerifier>(), _app.Services.GetRequiredService<ApiKeyUseRecorder>());
        await _verifier.VerifyAsync(_value.AsMemory());
        for (var i = 0; i < 1_000_000; i++)
            _fingerprints.Add(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(i)));
    }

    /// <summary>Removes the database.</summary>
    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Form and checksum.</summary>
    [Benchmark]
    public bool Form() => ApiKeyToken.IsWellFormed(_value);

    /// <summary>Form and checksum of garbage.</summary>
    [Benchmark]
    public bool FormOfGarbage() => ApiKeyToken.IsWellFormed(_malformed);

    /// <summary>SHA-256 on the stack.</summary>
    [Benchmark]
    public void Hash() => ApiKeyToken.Hash(_value, _hash);

    /// <summary>An unknown key among a million.</summary>
    [Benchmark]
    public bool UnknownAmongAMillion() => _fingerprints.MayContain(_unknown);

    /// <summary>The whole decision on a good key. The lease is renewed ten times a second beside it.</summary>
    [Benchmark]
    public ValueTask<KeyVerdict> Verify() => _verifier.VerifyAsync(_value.AsMemory());

    /// <summary>One use noted.</summary>
    [Benchmark]
    public void NoteUse() => _uses.Accepted(1, IPAddress.Loopback, "bench");
}
