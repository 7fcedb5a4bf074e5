using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CommerceKitty.Admin.Access;

/// <summary>Raises the access version and writes its log with every save that changes what a user or key may do (design §4), so that no
/// code path can forget it.</summary>
internal sealed class AccessVersionInterceptor : SaveChangesInterceptor
{
    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Access is changed outside a <see cref="UnitOfWork"/>.</exception>
    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default)
    {
        if (
            eventData.Context is not CommerceKittyDbContext db
            || await AccessVersioning.FindAsync(db, cancellationToken) is not { } changes)
            return result;
        if (db.Work?.State<AccessTransaction>() is not { } access)
            throw new InvalidOperationException("Keys, users and groups are changed within a UnitOfWork, which informs every node (R12).");
        // First the version: its row stays locked, so other changes of access wait here and not among the rows that follow.
        db.Work.AccessVersion = access.Version ??= await AccessVersioning.RaiseAsync(db, cancellationToken);
        access.Saving = changes;
        return result;
    }

    /// <inheritdoc/>
    public override async ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData,
        int result,
        CancellationToken cancellationToken = default)
    {
        if (eventData.Context is not CommerceKittyDbContext { Work: { } work } db
            || work.State<AccessTransaction>() is not { Saving: { } changes, Version: { } version } access)
            return result;
        access.Saving = null;
        access.TakesAway |= changes.TakesAway;
        db.Set<AccessChange>().AddRange(changes.Subjects().Where(access.Logged.Add)
            .Select(c => new AccessChange { Version = version, Subject = c.Subject, SubjectId = c.Id }));
        return result + await db.SaveChangesAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is CommerceKittyDbContext { Work: { } work })
            work.State<AccessTransaction>().Saving = null;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    /// <remarks>The product saves asynchronously; the framework's own storage of its key ring does not.</remarks>
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        var changed = eventData.Context!.ChangeTracker.Entries().Any(e =>
            e.Entity is ApiKey or User or UserGroup or IdentityUserRole<int> or IdentityRoleClaim<int>
            && e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted);
        return changed ? throw new InvalidOperationException("Keys, users and groups are saved asynchronously, within a "
            + "UnitOfWork.") : result;
    }
}
