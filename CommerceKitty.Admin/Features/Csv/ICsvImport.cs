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

namespace CommerceKitty.Admin.Features.Csv;

/// <summary>Brings a kind of thing in from files: says first what would change, then changes it.</summary>
public interface ICsvImport
{
    /// <summary>What the file would do; changes nothing.</summary>
    Task<Result<ImportPreview>> PreviewAsync(CsvTable table, CancellationToken ct = default);

    /// <summary>Saves the lines that wait, and notes on each what became of it. Whatever ends it early leaves the rest waiting.</summary>
    /// <param name="lines">Lines of a preview.</param>
    /// <param name="progressed">Called whenever some more are done.</param>
    /// <param name="ct">Stops between lines.</param>
    /// <returns>Why it ended early: nobody signed in, the permission is missing.</returns>
    Task<Error?> ApplyAsync(IReadOnlyList<ImportLine> lines, Func<Task> progressed, CancellationToken ct = default);
}
