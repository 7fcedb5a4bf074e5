using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CommerceKitty.Admin.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CommerceKitty.Admin.Data.Audit;

/// <summary>Chains the entries of the audit log (design §9): each holds the SHA-256 of its predecessor's hash and its own content, so
/// that an entry cannot be changed, removed or put between two others without breaking the chain from there on.</summary>
public static class AuditChain
{
    /// <summary>How many entries of an older version are chained in one transaction.</summary>
    private const int UpgradePart = 5_000;

    private static readonly string HeadCondition = string.Create(CultureInfo.InvariantCulture, $"\"Id\" = {AuditChainHead.RowId}");

    /// <summary>What the first entry follows.</summary>
    public static byte[] Beginning => new byte[AuditEntry.HashLength];

    /// <summary>The hash of an entry: SHA-256 of the hash before it and of its fields. Each field is the length of its UTF-8 (4 bytes,
    /// the most significant first; -1 for none) and that UTF-8. Numbers are decimal, times ISO 8601 in UTC with seven decimals. A NUL,
    /// which some databases do not store, counts as U+FFFD, and so does half a surrogate pair.</summary>
    public static byte[] HashOf(AuditEntry entry, long number, byte[] previous)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        Add(number.ToString(CultureInfo.InvariantCulture));
        Add(entry.At.ToString("O", CultureInfo.InvariantCulture));
        Add(entry.ActorKind.ToString());
        Add(Text(entry.ActorUserId));
        Add(Text(entry.ActorApiKeyId));
        Add(entry.ActorApiKey);
        Add(entry.Actor);
        Add(entry.Address);
        Add(entry.Action);
        Add(entry.TargetType);
        Add(Text(entry.TargetId));
        Add(entry.Target);
        Add(entry.Before);
        Add(entry.After);
        Add(Text(entry.AccessVersion));
        return hash.GetHashAndReset();

        void Add(string? field)
        {
            var utf8 = field is null ? [] : Encoding.UTF8.GetBytes(field.Replace('\0', '\uFFFD'));
            Span<byte> length = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32BigEndian(length, field is null ? -1 : utf8.Length);
            hash.AppendData(length);
            hash.AppendData(utf8);
        }
    }

    /// <summary>Where the chain ends.</summary>
    public static Task<AuditChainHead> ReadHeadAsync(CommerceKittyDbContext db, CancellationToken ct) =>
        db.Set<AuditChainHead>().AsNoTracking().SingleAsync(h => h.Id == AuditChainHead.RowId, ct);

    /// <summary>True when there is nothing of an older version to chain.</summary>
    internal static Task<bool> IsCompleteAsync(CommerceKittyDbContext db, CancellationToken ct) =>
        db.Set<AuditChainHead>().AnyAsync(h => h.Id == AuditChainHead.RowId, ct);

    /// <summary>Puts the transaction's entries at the end of the chain and saves them: the last thing before the commit, because from
    /// here on every other change waits for it.</summary>
    /// <exception cref="InvalidOperationException">The chain has no head: entries of an older version are still to be chained.</exception>
    internal static async Task AppendAsync(CommerceKittyDbContext db, IReadOnlyList<AuditEntry> entries, CancellationToken ct)
    {
        if (entries.Count == 0)
            return;
        var head = await LockHeadAsync(db, ct);
        foreach (var entry in entries)
            Follow(head, entry);
        db.AuditEntries.AddRange(entries);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Chains the entries that versions before the chain have written, oldest first. What was done stays done when it is
    /// stopped, and the next call goes on.</summary>
    internal static async Task UpgradeAsync(CommerceKittyDbContext db, CancellationToken ct)
    {
        if (await IsCompleteAsync(db, ct))
            return;
        var last = await db.AuditEntries.AsNoTracking().Where(e => e.Number != null).OrderByDescending(e => e.Number)
            .FirstOrDefaultAsync(ct);
        var head = new AuditChainHead { Id = AuditChainHead.RowId, Number = last?.Number ?? 0, Hash = last?.Hash ?? Beginning };
        var from = last?.Id ?? 0;
        while (true)
        {
            var part = await db.AuditEntries.Where(e => e.Id > from && e.Number == null).OrderBy(e => e.Id).Take(UpgradePart)
                .ToListAsync(ct);
            foreach (var entry in part)
                Follow(head, entry);
            if (part.Count < UpgradePart)
                db.Add(head);
            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
            if (part.Count < UpgradePart)
                return;
            from = part[^1].Id;
        }
    }

    private static void Follow(AuditChainHead head, AuditEntry entry)
    {
        var number = head.Number + 1;
        entry.Chain(number, HashOf(entry, number, head.Hash));
        (head.Number, head.Hash) = (number, entry.Hash!);
    }

    private static async Task<AuditChainHead> LockHeadAsync(CommerceKittyDbContext db, CancellationToken ct)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = db.SelectForUpdate("\"Number\", \"Hash\"", "\"AuditChain\"", HeadCondition);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
            throw new InvalidOperationException("The audit log's chain has no head. Run: migrate");
        var head = new AuditChainHead
        {
            Id = AuditChainHead.RowId,
            Number = reader.GetInt64(0),
            Hash = reader.GetFieldValue<byte[]>(1),
        };
        db.Attach(head);
        return head;
    }

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
