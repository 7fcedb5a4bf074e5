namespace CommerceKitty.Admin.Features.Help;

/// <summary>An example program for the API.</summary>
/// <param name="Key">For addresses within the page.</param>
/// <param name="Language">What it is written in.</param>
/// <param name="FileName">Its file under <c>docs/examples/</c>, which is built into the program.</param>
public sealed record ApiExample(string Key, string Language, string FileName)
{
    /// <summary>The file's text.</summary>
    public string Text { get; } = Read(FileName);

    private static string Read(string fileName)
    {
        using var file = typeof(ApiExample).Assembly.GetManifestResourceStream($"examples/{fileName}")
            ?? throw new InvalidOperationException($"docs/examples/{fileName} is not built in.");
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}

/// <summary>The example programs for the API; the tests run them.</summary>
public static class ApiExamples
{
    /// <summary>All of them, the shortest way first.</summary>
    public static IReadOnlyList<ApiExample> All { get; } =
    [
        new("curl", "Shell with curl", "curl.sh"),
        new("python", "Python", "python.py"),
        new("javascript", "JavaScript", "javascript.mjs"),
        new("csharp", "C#", "csharp.cs"),
        new("http", "HTTP client of an editor", "commerce-kitty.http"),
    ];
}
