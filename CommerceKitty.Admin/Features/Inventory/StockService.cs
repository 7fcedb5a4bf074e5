using System.Globalization;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>Changes stock by hand or for another system (R1). Each change is one movement; nothing different is none.</summary>
public sealed class StockService(Operations operations, StockChanges changes)
{
    /// <summary>Most lines of a batch.</summary>
    public const int MaximumLines = 1_000;

    /// <summary>Says how many pieces there are now. The answer is the whole stock, so it needs <c>inventory.view</c> as well.</summary>
    /// <param name="source">The source's code.</param>
    /// <param name="sku">The product's code.</param>
    /// <param name="request">How many, and a note.</param>
    /// <param name="expectedVersion">The version that was looked at; with another one nothing changes. Null: whichever it is.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<StockResource>> SetAsync(
        string source,
        string sku,
        SetStockRequest request,
        ExpectedVersion? expectedVersion = null,
        CancellationToken ct = default)
    {
        var errors = new FieldErrors();
        var note = errors.Take(ReadNote(request.Note));
        errors.Add(RefuseQuantity(request.OnHand, "onHand"));
        return ChangeAsync(source, sku, errors, AuditActions.StockSet, expectedVersion, ct,
            (item, actor, at) => item.OnHand == request.OnHand
                ? null
                : item.Move(request.OnHand!.Value - item.OnHand, 0, new StockCause(StockReason.Counted, actor, at, note)));
    }

    /// <summary>Says how many pieces came or left, and why. The answer is the whole stock, so it needs <c>inventory.view</c> as
    /// well.</summary>
    public Task<Result<StockResource>> AdjustAsync(
        AdjustStockRequest request, ExpectedVersion? expectedVersion = null, CancellationToken ct = default)
    {
        var errors = new FieldErrors();
        var source = errors.Take(InventoryService.ReadSource(request.Source, "source"));
        var sku = errors.Take(ProductCode.Read(request.Sku, "sku"));
        var note = errors.Take(ReadNote(request.Note));
        if (request.Change is not (>= -StockItem.MaximumQuantity and <= StockItem.MaximumQuantity and not 0))
            errors.Add(
                Error.Invalid(
                    "change",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The change is not a whole number from -{StockItem.MaximumQuantity:N0} to {StockItem.MaximumQuantity:N0}, other "
                        + $"than 0."
                    )));
        if (request.Reason is not { } reason || !Enum.IsDefined(reason))
            errors.Add(Error.Invalid("reason", "The reason is not one of received, returned, damaged, lost and correction."));
        return ChangeAsync(source ?? string.Empty, sku ?? string.Empty, errors, AuditActions.StockAdjusted, expectedVersion, ct,
            (item, actor, at) => item.Move(request.Change!.Value, 0, new StockCause(ReasonOf(request.Reason!.Value), actor, at, note)));
    }

    /// <summary>Says how many pieces there are now of many products. A line that is refused keeps no other from being saved; all that
    /// are saved are saved in one transaction, with one movement for each that changed and one audit entry for the batch: the
    /// movements are its before and after.</summary>
    public Task<Result<StockBatchResponse>> SetManyAsync(StockBatchRequest request, CancellationToken ct = default) =>
        operations.ChangeAsync<string?, StockBatchResponse>(Permissions.Inventory.Edit, _ => Validate(request), async (work, note) =>
        {
            var batch = await StockBatch.LoadAsync(work, request.Lines!, ct);
            var cause = new StockCause(StockReason.Counted, work.Actor, work.Now, note);
            var results = request.Lines!.Select(line => batch.Set(line, cause)).ToList();
            var count = results.CountBy(r => r.Status).ToDictionary();
            var response = new StockBatchResponse(
                count.GetValueOrDefault(BatchLineStatus.Changed), count.GetValueOrDefault(BatchLineStatus.Unchanged),
                count.GetValueOrDefault(BatchLineStatus.Refused), results);
            if (response.Changed > 0)
            {
                work.Audit(AuditActions.StockBatchSet,
                    new AuditTarget("inventory", 0, string.Create(CultureInfo.InvariantCulture, $"Batch of {results.Count:N0} lines")),
                    after: new { Note = note, response.Changed, response.Unchanged, response.Refused });
            }

            return response;
        }, ct, changes);

    private static Result<string?> Validate(StockBatchRequest request)
    {
        var errors = new FieldErrors();
        var note = errors.Take(ReadNote(request.Note));
        if (request.Lines is not { Count: >= 1 and <= MaximumLines })
            errors.Add(Error.Invalid("lines", string.Create(CultureInfo.InvariantCulture, $"A batch has 1 to {MaximumLines:N0} lines.")));
        return errors.ToError() is { } error ? error : note;
    }

    /// <summary>Null when so many pieces can be at a source, else the refusal.</summary>
    internal static Error? RefuseQuantity(int? quantity, string field) => quantity is >= 0 and <= StockItem.MaximumQuantity
        ? null
        : Error.Invalid(
            field,
            string.Create(CultureInfo.InvariantCulture, $"The quantity is not a whole number from 0 to {StockItem.MaximumQuantity:N0}.")
        );

    private static Result<string?> ReadNote(string? note)
    {
        var text = TextRules.OptionalLine(note, "note", "The note", StockMovement.NoteLength, keepMarks: true);
        return text.IsDone ? text.Value.Length == 0 ? default(string) : text.Value : text.Error;
    }

    private static StockReason ReasonOf(AdjustmentReason reason) => reason switch
    {
        AdjustmentReason.Received => StockReason.Received,
        AdjustmentReason.Returned => StockReason.Returned,
        AdjustmentReason.Damaged => StockReason.Damaged,
        AdjustmentReason.Lost => StockReason.Lost,
        _ => StockReason.Counted,
    };

    private async Task<Result<StockResource>> ChangeAsync(
        string source,
        string sku,
        FieldErrors errors,
        string action,
        ExpectedVersion? expectedVersion,
        CancellationToken ct,
        Func<StockItem, Actor, DateTime, Result<StockMovement>?> change)
    {
        var requirement = Requirement.Both(Permissions.Inventory.Edit, Permissions.Inventory.View);
        var changed = await operations.ChangeAsync<Done, StockResource>(requirement, _ => errors.ToResult(), async (work, _) =>
        {
            var found = await InventoryService.FindAsync(work.Db, source, sku, ct);
            if (!found.IsDone)
                return found.Error;
            if (ExpectedVersion.RefuseOther(expectedVersion, found.Value.Version, "stock") is { } stale)
                return stale;
            var item = await LoadAsync(work, found.Value, ct);
            var (onHand, moved) = (item.OnHand, change(item, work.Actor, work.Now));
            if (moved is null)
                return found;
            if (!moved.IsDone)
                return moved.Error;
            work.Db.StockMovements.Add(moved.Value);
            await work.Db.SaveChangesAsync(ct);
            work.Audit(action, new AuditTarget("inventory", item.Id, $"{found.Value.Sku} at {found.Value.SourceName}"),
                new { OnHand = onHand }, new { item.OnHand, Reason = moved.Value.Reason.ToString(), moved.Value.Note });
            return await InventoryService.FindAsync(work.Db, source, sku, ct);
        }, ct, changes);
        return changed.OrStale(expectedVersion, "stock");
    }

    /// <summary>The item to change; a new one where nothing ever was.</summary>
    private static async Task<StockItem> LoadAsync(Work work, StockResource found, CancellationToken ct)
    {
        var item = await work.Db.StockItems.SingleOrDefaultAsync(i => i.Source!.Code == found.Source && i.Product!.Code == found.Sku, ct);
        if (item is not null)
            return item;
        var source = await work.Db.InventorySources.SingleAsync(s => s.Code == found.Source, ct);
        var product = await work.Db.Products.SingleAsync(p => p.Code == found.Sku, ct);
        item = new StockItem { Source = source, Product = product, OnHand = 0, Reserved = 0 };
        return item;
    }
}
