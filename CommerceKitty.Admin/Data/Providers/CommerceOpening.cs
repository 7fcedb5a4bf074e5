using Microsoft.EntityFrameworkCore.Migrations;

namespace CommerceKitty.Admin.Data.Providers;

/// <summary>What the migrations named Commerce do to a database that has stock and orders already, so that movements add up to stock,
/// and reservations to what is reserved. Until then only the demo shop could make any: its open orders wait at its first source.</summary>
internal static class CommerceOpening
{
    /// <summary>Books what is there.</summary>
    /// <param name="migration">The migration, once its tables are there.</param>
    /// <param name="now">The provider's SQL for the present UTC time.</param>
    public static void BookOpeningStock(this MigrationBuilder migration, string now)
    {
        migration.Sql($"""
            INSERT INTO "StockMovements"
              ("StockItemId", "At", "Reason", "OnHandChange", "ReservedChange", "OnHand", "Reserved", "ActorKind", "Actor")
            SELECT "Id", {now}, 'Opening', "OnHand", "Reserved", "OnHand", "Reserved", 'System', 'System' FROM "StockItems"
            WHERE "OnHand" > 0
            """);
        migration.Sql("""
            INSERT INTO "OrderReservations" ("OrderLineId", "StockItemId", "Quantity")
            SELECT l."Id", i."Id", l."Quantity" FROM "OrderLines" l
            INNER JOIN "Orders" o ON o."Id" = l."OrderId"
            INNER JOIN "Products" p ON p."Code" = l."ProductCode"
            INNER JOIN "StockItems" i ON i."ProductId" = p."Id"
            INNER JOIN "InventorySources" s ON s."Id" = i."SourceId"
            WHERE o."Status" = 'Open' AND s."Priority" = 1
            """);
        migration.Sql("""
            UPDATE "OrderLines" SET "Shipped" = "Quantity"
            WHERE "OrderId" IN (SELECT "Id" FROM "Orders" WHERE "Status" = 'Shipped')
            """);
    }
}
