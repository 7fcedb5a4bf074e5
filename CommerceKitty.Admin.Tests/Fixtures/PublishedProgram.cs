namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>The program as it is deployed: with the compressed files that a build doesn't have.</summary>
public static class PublishedProgram
{
    private static readonly Lazy<Task<string>> Made = new(PublishAsync);

    /// <summary>The program's path: what <c>.ci/deployment</c> names, or what this publishes at the first call.</summary>
    public static Task<string> PathAsync() => Made.Value;

    private static async Task<string> PublishAsync()
    {
        if (ProductProcess.IsPublished)
            return ProductProcess.Program;
        var folder = Directory.CreateTempSubdirectory("commercekitty-published-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var project = Path.Combine(RepositoryRoot.Path, "CommerceKitty.Admin");
        var (exitCode, output, error) = await Tool.RunAsync("dotnet", RepositoryRoot.Path, new Dictionary<string, string>(),
            ["publish", project, "-c", "Release", "-o", folder, "-v", "quiet", "-p:RunAnalyzers=false", "-nodeReuse:false"]);
        exitCode.Should().Be(0, output + error);
        return Path.Combine(folder, "CommerceKitty.Admin.dll");
    }
}
