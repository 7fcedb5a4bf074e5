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
