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
