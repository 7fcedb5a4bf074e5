using System.Globalization;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>Keeps the places that hold stock (R1). They stay once they are there: movements name them.</summary>
public sealed class InventorySourceService(Operations operations)
{
    /// <summary>The highest priority number.</summary>
    public const int MaximumPriority = 1_000;

    /// <summary>Adds a source.</summary>
    public Task<Result<InventorySourceRow>> CreateAsync(InventorySourceRequest request, CancellationToken ct = default) =>
        operations.ChangeAsync<ValidSource, InventorySourceRow>(
            Permissions.Inventory.Edit,
            _ => Validate(request, withCode: true),
            async (work, input) =>
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
        operations.ChangeAsync<ValidSource, InventorySourceRow>(
            Permissions.Inventory.Edit,
            _ => Validate(request, withCode: false),
            async (work, input) =>
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
                    $"The code is not 1 to {InventorySource.CodeLength} lowercase letters, digits and single dashes inside. Write it "
                    + $"like rotterdam."
                ));
    }

    private static Error? RefusePriority(int? priority) => priority is >= 1 and <= MaximumPriority
        ? null
        : Error.Invalid(
            "priority",
            string.Create(CultureInfo.InvariantCulture, $"The priority is not a whole number from 1 to {MaximumPriority:N0}."));
}
