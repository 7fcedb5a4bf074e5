using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Architecture;

/// <summary>Scripts are not compiled: a misplaced bracket would be noticed by a page that does nothing.</summary>
[Trait("Database", "None")]
[Trait("Needs", "Process")]
public sealed class ScriptTests
{
    public static TheoryData<string> Scripts => new(
        Sources.Product
            .Where(f => f.Path.StartsWith("CommerceKitty.Admin/wwwroot/", StringComparison.Ordinal)
                && f.Path.EndsWith(".js", StringComparison.Ordinal))
            .Select(f => f.Path));

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Script_ReadByNode_HasNoSyntaxError(string path) => (await CheckAsync(path)).Should().BeEmpty();

    [Fact]
    public async Task Rule_ScriptWithAMissingBracket_IsFound()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "broken.js");
        await File.WriteAllTextAsync(file, "(() => { const cat = 'purrs';\n");

        (await CheckAsync(file)).Should().Contain("SyntaxError");
    }

    /// <summary>What Node has against the script; empty when it is a script.</summary>
    private static async Task<string> CheckAsync(string path)
    {
        var (exitCode, _, error) = await Tool.RunAsync("node", RepositoryRoot.Path, new Dictionary<string, string>(), "--check", path);
        (exitCode == 0).Should().Be(error.Length == 0, error);
        return error;
    }
}
