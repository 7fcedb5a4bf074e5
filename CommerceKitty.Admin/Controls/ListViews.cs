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
namespace CommerceKitty.Admin.Controls;

/// <summary>How the person at this browser looks at each list. The browser remembers it in a cookie, so that the first rendering of a
/// page is right already; the circuit keeps it from page to page.</summary>
public sealed class ListViews
{
    /// <summary>The longest text that is read: a cookie is whatever the browser sends.</summary>
    public const int MaximumLength = 2_000;

    private const char ListEnd = '!';
    private const char Part = '~';
    private const char ColumnEnd = '.';
    private const string Compact = "compact";

    private readonly SortedDictionary<string, ListView> _views = new(StringComparer.Ordinal);

    /// <summary>How to show the list of this name.</summary>
    public ListView this[string list]
    {
        get => _views.GetValueOrDefault(list, ListView.Standard);
        set
        {
            if (value is { IsCompact: false, Hidden.Count: 0 })
                _views.Remove(list);
            else
                _views[list] = value;
        }
    }

    /// <summary>Reads what <see cref="ToText"/> wrote; what is not understood is left out.</summary>
    public void Read(string text)
    {
        _views.Clear();
        if (text.Length > MaximumLength)
            return;
        foreach (var list in text.Split(ListEnd, StringSplitOptions.RemoveEmptyEntries))
        {
            if (list.Split(Part) is [{ Length: > 0 } name, var density, var hidden])
                this[name] = new(density == Compact, [.. hidden.Split(ColumnEnd, StringSplitOptions.RemoveEmptyEntries)]);
        }
    }

    /// <summary>All that differs from the standard view, in characters that need no encoding in a cookie: for example
    /// <c>orders~compact~channel.total!users~~email</c>.</summary>
    public string ToText() => string.Join(ListEnd, _views.Select(v => string.Join(
        Part,
        v.Key,
        v.Value.IsCompact ? Compact : string.Empty,
        string.Join(ColumnEnd, v.Value.Hidden.Order(StringComparer.Ordinal)))));
}
