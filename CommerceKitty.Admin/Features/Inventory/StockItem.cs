using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.Products;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>A place that holds stock: a warehouse, a shop.</summary>
public sealed class InventorySource
{
    /// <summary>Longest code.</summary>
    public const int CodeLength = 40;

    public int Id { get; init; }

    /// <summary>What scripts and the API call it, e.g. <c>rotterdam</c>; unique.</summary>
    public required string Code { get; init; }

    public required string Name { get; set; }

    /// <summary>Stock is taken from the source with the lowest number first.</summary>
    public required int Priority { get; set; }
}

/// <summary>How much of one product one source holds.</summary>
public sealed class StockItem
{
    public int Id { get; init; }

    public int SourceId { get; init; }

    public InventorySource? Source { get; init; }

    public int ProductId { get; init; }

    public Product? Product { get; init; }

    /// <summary>Pieces that are there; never negative.</summary>
    public required int OnHand { get; set; }

    /// <summary>Pieces of those that orders are waiting for; never more than <see cref="OnHand"/>.</summary>
    public required int Reserved { get; set; }

    /// <summary>Counts changes, so that nobody overwrites another's unseen.</summary>
    public int Version { get; set; }
}

internal sealed class InventorySourceMapping : IEntityTypeConfiguration<InventorySource>
{
    public void Configure(EntityTypeBuilder<InventorySource> builder)
    {
        builder.ToTable("InventorySources");
        builder.Property(s => s.Code).HasMaxLength(InventorySource.CodeLength);
        builder.Property(s => s.Name).HasMaxLength(TextRules.ColumnLength(TextRules.NameLength));
        builder.HasIndex(s => s.Code).IsUnique();
    }
}

internal sealed class StockItemMapping : IEntityTypeConfiguration<StockItem>
{
    public void Configure(EntityTypeBuilder<StockItem> builder)
    {
        // Square brackets quote names in SQL Server and in SQLite.
        builder.ToTable("StockItems", table => table.HasCheckConstraint(
            "CK_StockItems_NeverOversold", "[OnHand] >= 0 AND [Reserved] >= 0 AND [Reserved] <= [OnHand]"));
        builder.Property(i => i.Version).IsConcurrencyToken();
        builder.HasIndex(i => new { i.SourceId, i.ProductId }).IsUnique();
        builder.HasOne(i => i.Source).WithMany().HasForeignKey(i => i.SourceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(i => i.Product).WithMany().HasForeignKey(i => i.ProductId).OnDelete(DeleteBehavior.Restrict);
    }
}
