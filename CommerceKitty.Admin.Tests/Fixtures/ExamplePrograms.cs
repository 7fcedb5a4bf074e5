using CommerceKitty.Admin.Features.Help;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>The programs of <c>docs/examples</c>, run as a reader runs them.</summary>
public static class ExamplePrograms
{
    /// <summary>How each of them is started.</summary>
    private static readonly Dictionary<string, string[]> Starts = new()
    {
        [".sh"] = ["bash"],
        [".py"] = ["python3"],
        [".mjs"] = ["node"],
        [".cs"] = ["dotnet", "run"],
    };

    /// <summary>The programs for which this machine has the interpreter.</summary>
    public static IReadOnlyList<string> Runnable { get; } =
    [
        .. ApiExamples.All.Select(e => e.FileName)
            .Where(f => Starts.TryGetValue(Path.GetExtension(f), out var start) && IsInPath(start[0])),
    ];

    /// <summary>Runs one in a folder of its own, where nothing of this repository's build settings reaches it.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="environment">What it finds in its environment beside ours.</param>
    /// <param name="environmentFile">A file of settings that the shell reads first; none when it is null.</param>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string file, IReadOnlyDictionary<string, string> environment, string? environmentFile = null)
    {
        var folder = Directory.CreateTempSubdirectory("commercekitty-example-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, file), ApiExamples.All.Single(e => e.FileName == file).Text);
            string[] command = [.. Starts[Path.GetExtension(file)], file];
            if (environmentFile is not null)
            {
                await File.WriteAllTextAsync(Path.Combine(folder, ".env"), environmentFile);
                command = ["bash", "-c", "set -a && . ./.env && set +a && exec \"$@\"", "bash", .. command];
            }

            return await Tool.RunAsync(command[0], folder, environment, command[1..]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool IsInPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
