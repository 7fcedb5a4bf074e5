namespace CommerceKitty.Admin.Controls;

/// <summary>How each list was left in this circuit: the way back to it, from a page about one of its rows, keeps its filters, order and
/// page.</summary>
public sealed class ListAddresses
{
    private readonly Dictionary<string, string> _queries = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Notes the address of a list that is shown.</summary>
    /// <param name="relative">Relative to the application's base: <c>orders?status=open</c>.</param>
    public void Remember(string relative)
    {
        var address = relative.Split('#')[0].Split('?', 2);
        var path = '/' + address[0].TrimStart('/');
        if (address is [_, { Length: > 0 } query])
            _queries[path] = query;
        else
            _queries.Remove(path);
    }

    /// <summary>The address of a list as it was left, or as it is when it was not seen yet.</summary>
    /// <param name="path">Without a query: <c>/orders</c>.</param>
    public string Latest(string path) => _queries.TryGetValue(path, out var query) ? $"{path}?{query}" : path;
}
