using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>The sources of the product and of its tests, for rules that only the text shows.</summary>
public static class Sources
{
    private static readonly string[] Extensions = [".cs", ".razor", ".css", ".js", ".html", ".svg"];

    private static readonly Lazy<IReadOnlyList<SourceFile>> ProductFiles = new(() => Read("CommerceKitty.Admin"));

    private static readonly Lazy<IReadOnlyList<SourceFile>> TestFiles = new(() => Read("CommerceKitty.Admin.Tests"));

    /// <summary>The product's files; not what tools generate.</summary>
    public static IReadOnlyList<SourceFile> Product => ProductFiles.Value;

    /// <summary>The tests' files.</summary>
    public static IReadOnlyList<SourceFile> Tests => TestFiles.Value;

    /// <summary>The files of any project.</summary>
    public static IReadOnlyList<SourceFile> Of(string project) => project switch
    {
        "CommerceKitty.Admin" => Product,
        "CommerceKitty.Admin.Tests" => Tests,
        _ => Read(project),
    };

    private static List<SourceFile> Read(string project)
    {
        var root = RepositoryRoot.Path;
        return
        [
            .. Directory.EnumerateFiles(Path.Combine(root, project), "*", SearchOption.AllDirectories)
                .Where(f => Extensions.Contains(Path.GetExtension(f)))
                .Select(f => Path.GetRelativePath(root, f).Replace('\\', '/'))
                .Where(f => !f.Split('/').Any(part => part is "bin" or "obj" or "Migrations" or "node_modules" or "generated"))
                .Select(f => new SourceFile(f, File.ReadAllText(Path.Combine(root, f))))
                .OrderBy(f => f.Path, StringComparer.Ordinal),
        ];
    }
}
