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

    private static List<SourceFile> Read(string project)
    {
        var root = Root();
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

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CommerceKitty.sln")))
            folder = folder.Parent;
        return folder?.FullName
            ?? throw new InvalidOperationException(
                $"{AppContext.BaseDirectory} is in no copy of the repository: there are no sources to look at.");
    }
}
