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
using System.Text;
using CsCheck;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>A request as it goes out.</summary>
/// <param name="Operation">The operation's id.</param>
/// <param name="Method">GET and so on.</param>
/// <param name="Address">Path and query, encoded.</param>
/// <param name="Headers">Beside the key.</param>
/// <param name="ContentType">Of the body; null when there is none.</param>
/// <param name="Body">Bytes; null when there is none.</param>
/// <param name="HasExtraMember">True when the body has a member that its schema does not know.</param>
public sealed record FuzzRequest(
    string Operation,
    string Method,
    string Address,
    IReadOnlyList<(string Name, string Value)> Headers,
    string? ContentType,
    byte[]? Body,
    bool HasExtraMember)
{
    public override string ToString() =>
        $"{Method} {Cut(Address)} [{string.Join("; ", Headers.Select(h => $"{h.Name}: {Cut(h.Value)}"))}] {ContentType} {(Body is null ? string.Empty : Cut(Encoding.UTF8.GetString(Body)))}";

    private static string Cut(string text) => text.Length <= 600 ? text : $"{text[..600]}… ({text.Length})";
}
