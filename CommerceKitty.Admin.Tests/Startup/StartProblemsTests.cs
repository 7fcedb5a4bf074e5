using System.Net;
using System.Net.Sockets;
using CommerceKitty.Admin.Startup;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Extensions.Configuration;

namespace CommerceKitty.Admin.Tests.Startup;

/// <summary>What keeps the product from starting is said in a sentence, on the provider under test.</summary>
[Trait("Needs", "Process")]
public sealed class StartProblemsTests
{
    [Theory]
    [InlineData("urls", "http://localhost:5080/admin", "/admin")]
    [InlineData("urls", "http://127.0.0.1:0;http://localhost:5081/a/b", "/a/b")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://localhost:5080/admin", "/admin")]
    [InlineData("PathBase", "/admin", "/admin")]
    [InlineData("urls", "localhost", "localhost")]
    public void InAddresses_PathOrNoAddress_IsRefused(string setting, string value, string named) =>
        StartProblems.InAddresses(Settings(setting, value)).Should().Contain(named);

    [Theory]
    [InlineData("urls", "http://localhost:0")]
    [InlineData("urls", "http://127.0.0.1:0/;http://[::1]:0")]
    [InlineData("urls", "http://unix:/tmp/commerce-kitty.sock")]
    public void InAddresses_Usable_IsNull(string setting, string value) =>
        StartProblems.InAddresses(Settings(setting, value)).Should().BeNull();

    [Theory]
    [InlineData("urls", "http://127.0.0.1:{0}")]
    [InlineData("urls", "http://localhost:{0}")]
    [InlineData("urls", "http://*:{0}")]
    [InlineData("http_ports", "{0}")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://127.0.0.1:{0}")]
    public void InAddresses_PortInUse_IsNamed(string setting, string value)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        StartProblems.InAddresses(Settings(setting, value.Replace("{0}", $"{port}", StringComparison.Ordinal)))
            .Should().StartWith($"Port {port} is in use");
    }

    [Theory]
    [InlineData("PublicAddress", "https://example.com/admin", "https://example.com")]
    [InlineData("PublicAddress", "example.com", "https://admin.example.com")]
    [InlineData("Mail:From", "shop@@", "Mail:From")]
    [InlineData("Database:Provider", "Oracle", "Database:Provider")]
    [InlineData("ForwardedHeaders_Enabled", "true", "Proxy__KnownProxies=10.0.0.2")]
    [InlineData("Proxy:KnownProxies", "10.0.0.2,proxy", "'proxy'")]
    [InlineData("Proxy:KnownNetworks", "10.0.0.0/99", "10.0.0.0/24")]
    public async Task Start_BadSetting_EndsWithOneLineThatSaysWhatToWrite(string setting, string value, string advice)
    {
        using var place = new NoDatabase();

        var run = await ServeAsync(place.ConnectionString, $"--{setting}={value}");

        run.ExitCode.Should().Be(1);
        run.Error.TrimEnd().Should().StartWith("Commerce Kitty Admin could not start.").And.Contain(advice)
            .And.NotContain("\n").And.NotContain("   at ");
    }

    [Fact]
    public async Task Start_PortInUse_EndsWithOneLineAndTouchesNoDatabase()
    {
        using var place = new NoDatabase();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var run = await ServeAsync(place.ConnectionString, $"--urls=http://localhost:{port}");

        run.ExitCode.Should().Be(1);
        run.Error.TrimEnd().Should().Contain($"Port {port} is in use").And.NotContain("\n");
        run.Output.Should().NotContain("   at ");
    }

    private static IConfiguration Settings(string name, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [name] = value }).Build();

    private static Task<(int ExitCode, string Output, string Error)> ServeAsync(string connectionString, string setting) =>
        ProductProcess.RunAsync(TestDatabase.Provider, connectionString,
            setting.StartsWith("--urls", StringComparison.Ordinal) ? [setting] : ["--urls=http://127.0.0.1:0", setting]);
}
