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

/// <summary>A value in a form beside the one that is saved. What was not touched follows what is saved; what was typed stays, also when
/// someone else saves something else.</summary>
/// <typeparam name="T">Compared by value.</typeparam>
public sealed class Edited<T>
{
    private T? _saved;
    private bool _loaded;

    /// <summary>What the form holds.</summary>
    public T? Value { get; set; }

    /// <summary>True when someone else saved something else than what is typed here.</summary>
    public bool ChangedByOthers { get; private set; }

    /// <summary>Takes in what is saved now.</summary>
    public void Load(T? saved)
    {
        if (_loaded && Equals(saved, _saved))
            return;
        var untouched = !_loaded || Equals(Value, _saved);
        if (untouched)
            Value = saved;
        ChangedByOthers = !untouched && !Equals(Value, saved);
        (_saved, _loaded) = (saved, true);
    }

    /// <summary>Says what someone else saved; null when nobody did.</summary>
    /// <param name="text">How a person reads a value.</param>
    public string? Hint(Func<T?, string?>? text = null)
    {
        if (!ChangedByOthers)
            return null;
        var saved = text is null ? _saved?.ToString() : text(_saved);
        return string.IsNullOrEmpty(saved) ? "Someone else cleared this." : $"Someone else saved: {saved}";
    }
}
