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
namespace CommerceKitty.Admin.Common;

/// <summary>The text that a row is found by, kept in a column of its own: databases differ in what they call lower case (SQLite
/// knows only ASCII), so both the column and what is searched for are folded here.</summary>
public static class SearchText
{
    /// <summary>Longest text to search for, in code points.</summary>
    public const int MaximumSearch = TextRules.EmailLength;

    /// <summary>Joins and folds what a row is found by; no search matches across two parts.</summary>
    public static string Of(params IEnumerable<string> parts) => string.Join('\n', parts).ToLowerInvariant();

    /// <summary>The LIKE pattern for what was typed, empty when nothing was.</summary>
    public static Result<string> Pattern(string? typed, string field) =>
        TextRules.OptionalLine(typed, field, "The search text", MaximumSearch)
            .Map(text => text.Length == 0 ? string.Empty : SearchPattern.Containing(text));

    /// <summary>The search text without any key value in it: of a pasted value only the hint stays (R5).</summary>
    public static string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var trimmed = text.Trim();
        var at = ApiKeyToken.IndexIn(trimmed);
        if (at >= 0)
            return ApiKeyToken.Hint(trimmed.AsSpan(at));
        return trimmed.Length <= TextRules.EmailLength ? trimmed : trimmed[..TextRules.EmailLength];
    }
}
