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
using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>Keeps the places that hold stock (R1). They stay once they are there: movements name them.</summary>
public sealed class InventorySourceService(Operations operations)
{
    /// <summary>The highest priority number.</summary>
    public const int MaximumPriority = 1_000;

    /// <summary>Adds a source.</summary>
    public Task<Result<InventorySourceRow>> CreateAsync(InventorySourceRequest request, CancellationToken ct = default) =>
        operations.ChangeAsync<ValidSource, InventorySourceRow>(Permissions.Inventory.Edit, _ => Validate(request, withCode: true), async (work, input) =>
        {
            var code = input.Code;
            if (await work.Db.InventorySources.AnyAsync(s => s.Code == code, ct))
                return Error.Invalid("code", $"There is a source {code} already.");
            var source = new InventorySource { Code = code, Name = input.Name, Priority = input.Priority };
            work.Db.InventorySources.Add(source);
            await work.Db.SaveChangesAsync(ct);
            work.Audit(AuditActions.InventorySourceCreated,
                Target(source),
                after: new
                {
                    source.Code,
                    source.Name,
                    source.Priority,
                });
            return Row(source);
        }, ct);

    /// <summary>Changes a source's name and priority; its code stays, scripts name it. Nothing different changes nothing.</summary>
    public Task<Result<InventorySourceRow>> EditAsync(int id, InventorySourceRequest request, CancellationToken ct = default) =>
        operations.ChangeAsync<ValidSource, InventorySourceRow>(Permissions.Inventory.Edit, _ => Validate(request, withCode: false), async (work, input) =>
        {
            var source = await work.Db.InventorySources.SingleOrDefaultAsync(s => s.Id == id, ct);
            if (source is null)
                return Error.NotFound("inventory source");
            var before = new { source.Name, source.Priority };
            (source.Name, source.Priority) = (input.Name, input.Priority);
            var after = new { source.Name, source.Priority };
            if (!before.Equals(after))
                work.Audit(AuditActions.InventorySourceEdited, Target(source), before, after);
            return Row(source);
        }, ct);

    private static Result<ValidSource> Validate(InventorySourceRequest request, bool withCode)
    {
        var errors = new FieldErrors();
        var code = withCode ? errors.Take(ReadCode(request.Code)) : null;
        var name = errors.Take(TextRules.Line(request.Name, "name", "Name"));
        errors.Add(RefusePriority(request.Priority));
        return errors.ToError() is { } error ? error : new ValidSource(code ?? string.Empty, name!, request.Priority!.Value);
    }

    /// <summary>Valid input; the code is empty when it is not part of it.</summary>
    private sealed record ValidSource(string Code, string Name, int Priority);

    private static AuditTarget Target(InventorySource source) => new("inventory", source.Id, $"Source {source.Name}");

    private static InventorySourceRow Row(InventorySource source) => new(source.Id, source.Code, source.Name, source.Priority);

    private static Result<string> ReadCode(string? text)
    {
        var code = text?.Trim() ?? string.Empty;
        return CodeText.IsCode(code)
            ? code
            : Error.Invalid(
                "code",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The code is not 1 to {InventorySource.CodeLength} lowercase letters, digits and single dashes inside. Write it like rotterdam."
                ));
    }

    private static Error? RefusePriority(int? priority) => priority is >= 1 and <= MaximumPriority
        ? null
        : Error.Invalid(
            "priority",
            string.Create(CultureInfo.InvariantCulture, $"The priority is not a whole number from 1 to {MaximumPriority:N0}."));
}
