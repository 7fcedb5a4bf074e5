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

/// <summary>Spreadsheets run cells that begin like a formula (OWASP, CSV injection). Exports put an apostrophe before such a text, which
/// spreadsheets take as "this is text"; imports take it away again.</summary>
public static class FormulaSafety
{
    /// <summary>What a formula can begin with.</summary>
    public const string Beginnings = "=+-@\t\r";

    /// <summary>What exports put before it.</summary>
    public const char Mark = '\'';

    /// <summary>The text as it was before the export.</summary>
    public static string Undo(string text) => LooksMarked(text) ? text[1..] : text;

    /// <summary>The text to hand to the writer, which marks what begins like a formula; a text that has such a mark of its own gets
    /// another,
    /// so that taking one away gives the text as it was.</summary>
    public static string Keep(string text) => LooksMarked(text) ? Mark + text : text;

    private static bool LooksMarked(string text) =>
        text.Length > 1 && text[0] == Mark && (text[1] == Mark || Beginnings.Contains(text[1], StringComparison.Ordinal));
}
