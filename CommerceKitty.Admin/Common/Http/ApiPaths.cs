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
