namespace CommerceKitty.Admin.Features.Help;

/// <summary>The example programs, which the tests run.</summary>
public static class ApiExamples
{
    /// <summary>All examples, the simplest first.</summary>
    public static IReadOnlyList<ApiExample> All { get; } =
    [
        new("curl", "Shell with curl", "curl.sh"),
        new("python", "Python", "python.py"),
        new("javascript", "JavaScript", "javascript.mjs"),
        new("csharp", "C#", "csharp.cs"),
        new("http", "HTTP client of an editor", "commerce-kitty.http"),
    ];
}
