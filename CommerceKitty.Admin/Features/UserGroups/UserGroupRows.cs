using System.Linq.Expressions;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.UserGroups;

/// <summary>How groups and what they grant are read, written and named by what works on them.</summary>
internal static class UserGroupRows
{
    /// <summary>Message for a code under which there is no group.</summary>
    public static readonly Error NoSuchGroup = Error.NotFound("user group");

    /// <summary>The group as the target of an audit entry.</summary>
    public static AuditTarget Target(UserGroup group) => new("user-groups", group.Id, group.Name!);

    /// <summary>The names of these permissions, in the catalogue's order.</summary>
    public static string[] Names(PermissionSet permissions) => [.. permissions.Permissions.Select(p => p.Name)];

    /// <summary>The claims by which a group grants permissions.</summary>
    public static Task<List<IdentityRoleClaim<int>>> ClaimsAsync(Work work, UserGroup group, CancellationToken ct) =>
        work.Db.RoleClaims.Where(c => c.RoleId == group.Id && c.ClaimType == ClaimNames.Permission).ToListAsync(ct);

    /// <summary>All at once; RoleManager saves each claim by itself.</summary>
    public static void Grant(Work work, UserGroup group, PermissionSet permissions) =>
        work.Db.RoleClaims.AddRange(permissions.Permissions.Select(p => new IdentityRoleClaim<int>
        {
            RoleId = group.Id,
            ClaimType = ClaimNames.Permission,
            ClaimValue = p.Name,
        }));

    /// <summary>One group as it is now, with its last change.</summary>
    public static async Task<Result<UserGroupRow>> FindAsync(
        CommerceKittyDbContext db, string code, CancellationToken ct)
    {
        if (await ReadAsync(db, db.Roles.Where(g => g.Code == code), ct) is not [var row])
            return NoSuchGroup;
        // The transaction's own change is written last.
        if (db.Work?.Entries.LastOrDefault(e => e.TargetType == "user-groups" && e.TargetId == row.Id) is { } own)
            return row with { LastChange = new UserGroupChange(own.Actor, own.At) };
        var change = await db.AuditEntries.Where(e => e.TargetType == "user-groups" && e.TargetId == row.Id)
            .OrderByDescending(e => e.Id).Select(e => new UserGroupChange(e.Actor, e.At)).FirstOrDefaultAsync(ct);
        return row with { LastChange = change };
    }

    /// <summary>All groups as they are now, by name.</summary>
    public static async Task<List<UserGroupRow>> ReadAllAsync(CommerceKittyDbContext db, CancellationToken ct)
    {
        return await ReadAsync(db, db.Roles, ct);
    }

    /// <summary>Some groups and where the list goes on.</summary>
    public static async Task<Slice<UserGroupRow>> ReadSliceAsync(
        CommerceKittyDbContext db, SliceOrder<UserGroup> order, int limit, CancellationToken ct)
    {
        var slice = await order.ReadAsync(db.Roles.AsNoTracking(), limit, Stored(db), ct);
        return new Slice<UserGroupRow>([.. slice.Items.Select(g => g.ToRow())], slice.Next);
    }

    private static async Task<List<UserGroupRow>> ReadAsync(CommerceKittyDbContext db, IQueryable<UserGroup> groups, CancellationToken ct)
    {
        var rows = await groups.AsNoTracking().OrderBy(g => g.NormalizedName).ThenBy(g => g.Id).Select(Stored(db)).ToListAsync(ct);
        return rows.ConvertAll(g => g.ToRow());
    }

    private static Expression<Func<UserGroup, StoredGroup>> Stored(CommerceKittyDbContext db) => g => new StoredGroup
    {
        Id = g.Id,
        Code = g.Code,
        Name = g.Name!,
        ConcurrencyStamp = g.ConcurrencyStamp,
        Members = db.UserRoles.Count(m => m.RoleId == g.Id),
        Permissions = db.RoleClaims.Where(c => c.RoleId == g.Id && c.ClaimType == ClaimNames.Permission)
            .Select(c => c.ClaimValue!)
            .ToList(),
    };

    private sealed class StoredGroup
    {
        public required int Id { get; init; }

        public required string Code { get; init; }

        public required string Name { get; init; }

        public required string? ConcurrencyStamp { get; init; }

        public required int Members { get; init; }

        public required List<string> Permissions { get; init; }

        public UserGroupRow ToRow() => new()
        {
            Id = Id,
            Code = Code,
            Name = Name,
            Members = Members,
            Version = ConcurrencyStamp ?? string.Empty,
            Granted = PermissionSet.Of(Permissions),
        };
    }
}
