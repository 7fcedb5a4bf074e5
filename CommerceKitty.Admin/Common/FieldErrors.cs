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

/// <summary>Collects what is wrong with several fields, so that they are reported together.</summary>
public sealed class FieldErrors
{
    private readonly Dictionary<string, string[]> _fields = [];

    /// <summary>The value, or its type's default when it was refused; then the refusal is kept.</summary>
    public T? Take<T>(Result<T> result)
    {
        if (result.IsDone)
            return result.Value;
        Add(result.Error);
        return default;
    }

    /// <summary>Keeps a refusal; null is none.</summary>
    public void Add(Error? error)
    {
        if (error is null)
            return;
        foreach (var (field, messages) in error.Fields)
            _fields[field] = messages;
    }

    /// <summary>Everything that was refused, or null when nothing was.</summary>
    public Error? ToError() => _fields.Count == 0 ? null : Error.Invalid(_fields);

    /// <summary>The refusal of everything collected, or success when there was nothing.</summary>
    public Result<Done> ToResult() => ToError() is { } error ? error : Done.Value;
}
