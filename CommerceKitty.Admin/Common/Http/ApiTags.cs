using Microsoft.OpenApi;

namespace CommerceKitty.Admin.Common.Http;

/// <summary>The groups of operations, one for each first segment of an address.</summary>
internal static class ApiTags
{
    private static readonly (string Segment, string Name, string Description)[] All =
    [
        ("me", "Me", "The API key of the request."),
        (
            "orders",
            "Orders",
            "Orders from all channels. Creating an order reserves stock, shipping it consumes the stock, and cancelling it releases the "
            + "stock."
        ),
        (
            "products",
            "Products",
            "The products for sale. The code (SKU) is unique and never changes. Deleting a product archives it, because orders refer to "
            + "it."),
        (
            "inventory",
            "Inventory",
            "The stock of each product at each inventory source. Each change is a movement with a reason and an author. "
            + "Stock is never negative and never lower than what is reserved."),
        (
            "api-keys",
            "API keys",
            "The API keys of this account. With a key you can read, rename, disable and revoke keys. "
            + "Only a signed-in person can create and enable them."),
        ("users", "Users", "People and integrations."),
        (
            "user-groups",
            "User groups",
            "Named sets of permissions. Users, and the keys that act as them, have the permissions of their group."),
        ("refusals", "Refusals", "Why requests to the API were refused."),
        ("audit-log", "Audit log", "Who changed what, and when. Entries are never changed or deleted."),
    ];

    /// <summary>The tag of the operations at this address.</summary>
    public static string Of(string relativePath)
    {
        var segment = relativePath.Trim('/')[(ApiPaths.Base.Length)..].Split('/')[0];
        return All.FirstOrDefault(t => t.Segment == segment).Name ?? segment;
    }

    /// <summary>The tags of the document's operations.</summary>
    public static HashSet<OpenApiTag> UsedIn(OpenApiDocument document)
    {
        var used = document
            .Paths.Values.SelectMany(p => p.Operations ?? [])
            .SelectMany(o => o.Value.Tags ?? new HashSet<OpenApiTagReference>())
            .Select(t => t.Name)
            .ToHashSet();
        return [.. All.Where(t => used.Contains(t.Name)).Select(t => new OpenApiTag { Name = t.Name, Description = t.Description })];
    }
}
