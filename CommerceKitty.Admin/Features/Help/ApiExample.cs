namespace CommerceKitty.Admin.Features.Help;

/// <summary>An example program that uses the API.</summary>
/// <param name="Key">Identifies the example on the page.</param>
/// <param name="Language">The programming language.</param>
/// <param name="FileName">The name of the file in <c>docs/examples/</c>, which is embedded in the app.</param>
public sealed record ApiExample(string Key, string Language, string FileName)
{
    /// <summary>The text of the file.</summary>
    public string Text { get; } = Read(FileName);

    private static string Read(string fileName)
    {
        using var file = typeof(ApiExample).Assembly.GetManifestResourceStream($"examples/{fileName}")
            ?? throw new InvalidOperationException($"docs/examples/{fileName} is not embedded.");
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
