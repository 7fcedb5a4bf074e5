using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using Microsoft.OpenApi;

namespace CommerceKitty.Admin.Common.Http;

/// <summary>The groups of operations: one for each first part of an address.</summary>
internal static class ApiTags
{
    private static readonly (string Segment, string Name, string Description)[] All =
    [
        ("me", "Me", "Who the key is and what it may do."),
        (
            "orders",
            "Orders",
            "What customers bought over all channels: taking orders in, changing, shipping and cancelling them. An order reserves its stock when it is created, consumes it when it is shipped, and gives it free when it is cancelled."
        ),
        (
            "products",
            "Products",
            "What is for sale. The code (SKU) is unique and never changes. Deleting archives: orders keep naming what was bought."),
        (
            "inventory",
            "Inventory",
            "How many pieces of each product there are at each inventory source. Each change is one movement with its reason and who made it; stock is never negative and never less than what is reserved."
        ),
        (
            "api-keys",
            "API keys",
            "The keys of this account. By key they can be read, renamed, disabled and revoked; making and enabling one is for a signed-in person."
        ),
        ("users", "Users", "People and integrations. Read only."),
        (
            "user-groups",
            "User groups",
            "Named bundles of permissions, the ceiling of what their users and those users' keys may do. Read only."),
        ("audit-log", "Audit log", "Who changed what and when. Read only, for everybody."),
    ];

    /// <summary>The tag of the operations at this address.</summary>
    public static string Of(string relativePath)
    {
        var segment = relativePath.Trim('/')[(ApiPaths.Base.Length)..].Split('/')[0];
        return All.FirstOrDefault(t => t.Segment == segment).Name ?? segment;
    }

    /// <summary>The tags that the document's operations have.</summary>
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
