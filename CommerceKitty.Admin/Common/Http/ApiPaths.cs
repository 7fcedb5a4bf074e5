namespace CommerceKitty.Admin.Common.Http;

/// <summary>Where the API lives.</summary>
public static class ApiPaths
{
    /// <summary>The base of version 1.</summary>
    public const string Base = "/api/v1";

    private const string Root = "api";

    /// <summary>True for everything that answers as an API: keys only, problems, never a page or a redirect. An address that only looks
    /// like one (doubled or encoded slashes) is nobody's page either.</summary>
    public static bool IsApi(PathString path)
    {
        var rest = path.Value.AsSpan();
        while (SeparatorLength(rest) is > 0 and var length)
            rest = rest[length..];
        return rest.StartsWith(Root, StringComparison.OrdinalIgnoreCase)
            && (rest.Length == Root.Length || SeparatorLength(rest[Root.Length..]) > 0);
    }

    /// <summary>How long the separator is that the text begins with; 0 when it begins with none. Servers leave an encoded slash
    /// encoded.</summary>
    private static int SeparatorLength(ReadOnlySpan<char> text) => text switch
    {
        ['/' or '\\', ..] => 1,
        ['%', '2', 'f' or 'F', ..] => 3,
        _ => 0,
    };
}
