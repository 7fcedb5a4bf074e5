using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Refusals;

/// <summary>The rows of the ledger that some kinds of refusals belong to, within one transaction. It keeps the bounds of what all nodes
/// wrote.</summary>
internal sealed class RefusalRows
{
    private readonly Dictionary<RowKey, Refusal> _rows;
    private readonly Dictionary<DateTime, int> _rowsOfHour;
    private readonly Dictionary<(DateTime Hour, int ApiKeyId), HashSet<string>> _addresses;

    private RefusalRows(List<Refusal> rows, Dictionary<DateTime, int> rowsOfHour)
    {
        _rowsOfHour = rowsOfHour;
        _rows = rows.ToDictionary(KeyOf);
        _addresses = rows.Where(r => r.Address.Length > 0)
            .GroupBy(r => (r.Hour, r.ApiKeyId))
            .ToDictionary(g => g.Key, g => g.Select(r => r.Address).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Reads the rows of these kinds' hours and keys.</summary>
    public static async Task<RefusalRows> ReadAsync(CommerceKittyDbContext db, IEnumerable<RefusalKind> kinds, CancellationToken ct)
    {
        var hours = kinds.Select(k => k.HourBegin).Distinct().ToList();
        var keys = kinds.Select(k => k.ApiKeyId).Distinct().ToList();
        var rows = await db.Refusals
            .Where(r => hours.Contains(r.Hour) && (keys.Contains(r.ApiKeyId) || (r.ApiKeyId == Refusal.NoKey && r.Address == string.Empty)))
            .ToListAsync(ct);
        var rowsOfHour = await db.Refusals.Where(r => hours.Contains(r.Hour))
            .GroupBy(r => r.Hour)
            .Select(g => new { Hour = g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Hour, g => g.Count, ct);
        return new(rows, rowsOfHour);
    }

    /// <summary>Adds refusals to the row they belong to.</summary>
    public Refusal Add(CommerceKittyDbContext db, in RefusalKind kind, in RefusalCount count)
    {
        var place = Bounded(kind);
        if (!_rows.TryGetValue(KeyOf(place), out var row))
            return AddRow(db, place, count);
        row.Count += count.Count;
        if (count.FirstAt < row.FirstAt)
            row.FirstAt = count.FirstAt;
        if (count.LastAt >= row.LastAt)
            (row.LastAt, row.LastRequestId) = (count.LastAt, Refusal.SanitizeRequestId(count.LastRequestId));
        return row;
    }

    private Refusal AddRow(CommerceKittyDbContext db, in RefusalKind kind, in RefusalCount count)
    {
        var row = new Refusal
        {
            Hour = kind.HourBegin,
            ApiKeyId = kind.ApiKeyId,
            Reason = kind.Reason,
            Permission = kind.PermissionName,
            Address = kind.AddressName,
            Count = count.Count,
            FirstAt = count.FirstAt,
            LastAt = count.LastAt,
            LastRequestId = Refusal.SanitizeRequestId(count.LastRequestId),
        };
        db.Refusals.Add(row);
        _rows[KeyOf(kind)] = row;
        _rowsOfHour[row.Hour] = _rowsOfHour.GetValueOrDefault(row.Hour) + 1;
        if (!kind.IsOthers)
            AddressesOf(kind).Add(row.Address);
        return row;
    }

    private RefusalKind Bounded(in RefusalKind kind)
    {
        if (_rows.ContainsKey(KeyOf(kind)))
            return kind;
        var addresses = AddressesOf(kind);
        var place = kind.IsOthers || addresses.Contains(kind.AddressName) || addresses.Count < RefusalKind.MostAddresses(kind.ApiKeyId)
            ? kind
            : kind.OthersOfKey;
        return _rows.ContainsKey(KeyOf(place)) || _rowsOfHour.GetValueOrDefault(kind.HourBegin) < Refusal.MostRows
            ? place
            : kind.OthersOfHour;
    }

    private HashSet<string> AddressesOf(in RefusalKind kind)
    {
        var key = (kind.HourBegin, kind.ApiKeyId);
        if (!_addresses.TryGetValue(key, out var addresses))
            _addresses[key] = addresses = new(StringComparer.Ordinal);
        return addresses;
    }

    private static RowKey KeyOf(Refusal row) => new(row.Hour, row.ApiKeyId, row.Reason, row.Permission, row.Address);

    private static RowKey KeyOf(in RefusalKind kind) =>
        new(kind.HourBegin, kind.ApiKeyId, kind.Reason, kind.PermissionName, kind.AddressName);

    private readonly record struct RowKey(DateTime Hour, int ApiKeyId, RefusalReason Reason, string Permission, string Address);
}
