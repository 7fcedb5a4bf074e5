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
using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using static CommerceKitty.Admin.Api.Documentation.Word;

namespace CommerceKitty.Admin.Api.Documentation;

/// <summary>The words of the API: what the value behind each member and parameter may be. A word means the same everywhere; where it does
/// not, the schema or operation that is different comes first, as <c>Schema.member</c> or <c>Operation.parameter</c>. The examples
/// together tell one order, one product, one key. A word that is missing here fails a test.</summary>
internal static class ApiVocabulary
{
    /// <summary>A person or key as it was named when it did something: longer than a name, because it may tell both.</summary>
    private const int ActorLength = 400;

    private const int AddressLength = 64;

    /// <summary>Follows the name of a list whose items are no objects.</summary>
    public const string EachItem = "[]";

    private const string CodePattern = "^[a-z0-9]+(-[a-z0-9]+)*$";
    private const string SkuPattern = "^[A-Z0-9][A-Z0-9._-]*$";
    private const string AnyCaseSkuPattern = "^[A-Za-z0-9][A-Za-z0-9._-]*$";
    private const string CurrencyPattern = "^[A-Z]{3}$";

    private static readonly FrozenDictionary<string, Word> Words = new Dictionary<string, Word>
    {
        // Of everything.
        ["id"] = Id(400),
        ["version"] = Whole(0, int.MaxValue, 3),
        ["data"] = Many(SliceLimit.Maximum),
        ["next"] = Text(200, null, 1),
        ["createdAt"] = Time("2026-11-20T08:15:00Z"),
        ["updatedAt"] = Time("2026-11-23T09:30:00Z"),
        ["createdBy"] = Text(ActorLength, "Olivia Owner"),
        ["email"] = Email("integration@commercekitty.example"),
        ["user"] = new() { Type = JsonSchemaType.Object, Example = null },
        ["limit"] = Whole(1, SliceLimit.Maximum, 50) with { Default = SliceLimit.Default },
        ["after"] = Text(200, "AQje1VyvTQAAAAAAAAABkPrG8R0", 1, "^[A-Za-z0-9_-]+$"),
        ["q"] = Text(SearchText.MaximumSearch, "vries"),

        // Who a key is.
        ["MeUser.id"] = Id(6),
        ["MeUser.name"] = Text((2 * TextRules.NameLength) + 1, "Nightly Inventory", 1),
        ["owner"] = Flag(false),
        ["permissions"] = Many(PermissionCatalogue.All.Length),
        ["permission"] = Choice(Permissions.Orders.Edit, [.. PermissionCatalogue.All.Select(p => p.Name)]),
        ["grantedBy"] = Text(CodeText.Length + 6, "group:integration", 5, "^(owner|group:[a-z0-9-]+)$"),
        ["UserGroupReference.code"] = Text(CodeText.Length, "integration", 1, CodePattern),
        ["UserGroupReference.name"] = Text(TextRules.NameLength, "Integration", 1),
        ["UserReference.id"] = Id(6),
        ["UserReference.name"] = Text((2 * TextRules.NameLength) + 1, "Nightly Inventory", 1),

        // Keys.
        ["ApiKey.id"] = Id(12),
        ["ApiKey.name"] = Text(TextRules.NameLength, "Nightly inventory sync script", 1),
        ["enabled"] = Flag(true),
        ["ApiKeyStatus"] = Choice("active"),
        ["hint"] = Text(ApiKeyToken.HintLength, "kitty_Ab3d", ApiKeyToken.HintLength, "^kitty_[0-9A-Za-z]{4}$"),
        ["lastUsedAt"] = Time("2026-11-23T02:00:07Z"),
        ["lastUsedFrom"] = Text(AddressLength, "203.0.113.7"),
        ["expiresAt"] = Time("2027-02-18T08:15:00Z"),
        ["revokedAt"] = Time(null),
        // Its checksum does not fit.
        ["RotatedApiKey.value"] = Text(
            ApiKeyToken.Length,
            "kitty_Ab3dEXAMPLEexampleEXAMPLEexampleEXAM000000",
            ApiKeyToken.Length,
            "^kitty_[0-9A-Za-z]{42}$"),
        ["overlapHours"] = Whole(0, RotateApiKeyRequest.MaximumOverlap, 24),
        ["previousUntil"] = Time("2026-11-24T09:30:00Z"),
        ["revokedBy"] = Text(ActorLength, null),
        ["requestsPerMinute"] = Whole(1, RateLimitSettings.Maximum, 600),
        ["ApiKeyEdit.name"] = Text(TextRules.NameLength, "Nightly inventory sync script", 1),
        ["ListApiKeys.status"] = Choice("active", [.. NamesOf<ApiKeyStatus>(), ApiKeyListRequest.EveryStatus]),
        ["ListApiKeys.sort"] = Sort(ApiKeyQueries.Sorts),
        ["ListApiKeys.group"] = Text(CodeText.Length, "integration"),
        ["userId"] = Id(6),

        // Users and groups.
        ["User.id"] = Id(6),
        ["User.name"] = Text((2 * TextRules.NameLength) + 1, "Nightly Inventory", 1),
        ["firstName"] = Text(TextRules.NameLength, "Nightly", 1),
        ["lastName"] = Text(TextRules.NameLength, "Inventory"),
        ["UserKind"] = Choice("integration"),
        ["lastSignInAt"] = Time(null),
        ["ListUsers.kind"] = Choice("integration", NamesOf<UserKind>()),
        ["ListUsers.enabled"] = Flag(true),
        ["ListUsers.group"] = Text(CodeText.Length, "integration"),
        ["ListUsers.sort"] = Sort(UserRows.Sorts),
        ["UserGroup.id"] = Id(4),
        ["UserGroup.code"] = Text(CodeText.Length, "integration", 1, CodePattern),
        ["UserGroup.name"] = Text(TextRules.NameLength, "Integration", 1),
        ["GetUserGroup.code"] = Text(CodeText.Length, "integration", 1),
        ["UserGroup.permissions[]"] = Choice(Permissions.Orders.View, [.. PermissionCatalogue.All.Select(p => p.Name)]),
        ["members"] = Whole(0, int.MaxValue, 2),
        ["ListUserGroups.sort"] = Sort(UserGroupService.Sorts),

        // The audit log.
        ["AuditEntry.id"] = LongId(5012),
        ["GetAuditEntry.id"] = LongId(5012),
        ["at"] = Time("2026-11-23T09:30:00Z"),
        ["action"] = Text(60, AuditActions.ApiKeyDisabled, 1, "^[a-z-]+\\.[a-z-]+$"),
        ["AuditEntry.before"] = new() { Type = JsonSchemaType.Object, Example = new JsonObject { ["enabled"] = true } },
        ["AuditEntry.after"] = new() { Type = JsonSchemaType.Object, Example = new JsonObject { ["enabled"] = false } },
        ["ActorKind"] = Choice("person"),
        ["AuditActor.userId"] = Id(1),
        ["AuditActor.name"] = Text(ActorLength, "Olivia Owner", 1),
        ["apiKeyId"] = Id(12),
        ["AuditActor.apiKeyId"] = Id(12) with { Example = null },
        ["AuditActor.apiKeyName"] = Text(TextRules.NameLength, null),
        ["address"] = Text(AddressLength, "203.0.113.7"),
        ["AuditTarget.type"] = Text(40, "api-keys", 1),
        ["AuditTarget.id"] = Whole(0, int.MaxValue, 12),
        ["AuditTarget.name"] = Text(600, "Nightly inventory sync script"),
        ["ListAuditEntries.sort"] = Sort(AuditLogService.Sorts),
        ["from"] = Text(40, "2026-11-01"),
        ["to"] = Text(40, "2026-11-23T09:00:00Z"),
        ["actorId"] = Id(1),
        ["keyId"] = Id(12),
        ["targetType"] = Text(40, "api-keys"),
        ["targetId"] = Id(12),

        // Orders.
        ["number"] = Text(Order.NumberLength, "CK-10400", 1),
        ["OrderStatus"] = Choice("partially-shipped"),
        ["channel"] = Text(Order.ChannelLength, "Web shop", 1),
        ["ListOrders.channel"] = Text(Order.ChannelLength, "Web shop"),
        ["ListOrders.sort"] = Sort(OrderService.Sorts),
        ["ListOrders.status"] = Choice("open", "open", "partially-shipped", "shipped", "cancelled"),
        ["customerName"] = Text(TextRules.NameLength, "Anna de Vries", 1),
        ["customerEmail"] = Email("anna@example.com"),
        ["currency"] = Text(Product.CurrencyLength, "EUR", Product.CurrencyLength, CurrencyPattern),
        ["total"] = Amount(Money.MaximumTotal, 119.90m),
        ["lines"] = Many(Order.MaximumLines, 1),
        ["Order.lines"] = Many(Order.MaximumLines),
        ["notes"] = Text(Order.NotesLength, "Leave at the back door"),
        ["OrderEdit.notes"] = Text(Order.NotesLength, "Leave at the back door") with { MayBeNull = true },
        ["placedAt"] = Time("2026-11-20T08:15:00Z"),
        ["shippedAt"] = Time("2026-11-23T09:30:00Z"),
        ["Order.shippedAt"] = Time(null),
        ["cancelledAt"] = Time(null),
        ["cancelledBy"] = Text(ActorLength, null),
        ["cancelReason"] = Text(Order.CancelReasonLength, null),
        ["reason"] = Text(Order.CancelReasonLength, "The customer changed their mind"),
        ["shipments"] = Many(Order.MaximumLines * OrderPlacementService.MaximumQuantity),
        ["reservations"] = Many(Order.MaximumLines * OrderPlacementService.MaximumQuantity),
        ["productCode"] = Text(Product.CodeLength, "TREE-OAK-180", 1, AnyCaseSkuPattern),
        ["productName"] = Text(TextRules.NameLength, "Scratching tree, oak, 180 cm", 1),
        ["quantity"] = Whole(1, OrderPlacementService.MaximumQuantity, 1),
        ["OrderLine.id"] = Id(812),
        ["OrderLine.quantity"] = Whole(1, OrderPlacementService.MaximumQuantity, 2),
        ["CreateOrderLine.quantity"] = Whole(1, OrderPlacementService.MaximumQuantity, 2),
        ["shipped"] = Whole(0, OrderPlacementService.MaximumQuantity, 1),
        ["unitPrice"] = Amount(Money.MaximumPrice, 59.95m),
        ["Shipment.id"] = Id(77),
        ["shippedBy"] = Text(ActorLength, "Nightly Inventory"),
        ["carrier"] = Text(Shipment.CarrierLength, "PostNL"),
        ["trackingNumber"] = Text(Shipment.CarrierLength, "3SKITTY0123456"),
        ["lineId"] = Id(812),

        // Products.
        ["Product.id"] = Id(1),
        ["code"] = Text(Product.CodeLength, "TREE-OAK-180", 1, AnyCaseSkuPattern),
        ["Product.code"] = Text(Product.CodeLength, "TREE-OAK-180", 1, SkuPattern),
        ["name"] = Text(TextRules.NameLength, "Scratching tree, oak, 180 cm", 1),
        ["price"] = Amount(Money.MaximumPrice, 59.95m),
        ["archived"] = Flag(false),
        ["ListProducts.archived"] = Flag(false) with { Default = false },
        ["ListProducts.sort"] = Sort(ProductService.Sorts),

        // Stock.
        ["source"] = Text(InventorySource.CodeLength, "rotterdam", 1),
        ["sourceName"] = Text(TextRules.NameLength, "Rotterdam", 1),
        ["sku"] = Text(Product.CodeLength, "TREE-OAK-180", 1, AnyCaseSkuPattern),
        ["onHand"] = Whole(0, StockItem.MaximumQuantity, 24),
        ["reserved"] = Whole(0, StockItem.MaximumQuantity, 3),
        ["available"] = Whole(0, StockItem.MaximumQuantity, 21),
        ["ListStock.sort"] = Sort(InventoryService.Sorts),
        ["change"] = Whole(-StockItem.MaximumQuantity, StockItem.MaximumQuantity, -2),
        ["AdjustmentReason"] = Choice("damaged"),
        ["StockMovement.id"] = LongId(90211),
        ["StockReason"] = Choice("order-shipped"),
        ["onHandChange"] = Whole(-StockItem.MaximumQuantity, StockItem.MaximumQuantity, -1),
        ["reservedChange"] = Whole(-StockItem.MaximumQuantity, StockItem.MaximumQuantity, -1),
        ["orderId"] = Id(400),
        ["orderNumber"] = Text(Order.NumberLength, "CK-10400", 1),
        ["StockMovement.actor"] = Text(ActorLength, "Nightly Inventory"),
        ["ListStockMovements.sort"] = Sort(InventoryService.MovementSorts),
        ["note"] = Text(StockMovement.NoteLength, "Counted on Monday"),
        ["StockBatchRequest.lines"] = Many(StockService.MaximumLines, 1),
        ["results"] = Many(StockService.MaximumLines, 1),
        ["changed"] = Whole(0, StockService.MaximumLines, 1),
        ["unchanged"] = Whole(0, StockService.MaximumLines, 0),
        ["refused"] = Whole(0, StockService.MaximumLines, 0),
        ["BatchLineStatus"] = Choice("changed"),
        // As the line wrote them, right or wrong.
        ["StockBatchResult.source"] = Text(StockBatchResult.EchoLength, "rotterdam"),
        ["StockBatchResult.sku"] = Text(StockBatchResult.EchoLength, "TREE-OAK-180"),
        ["StockBatchResult.code"] = Text(64, null, 1, CodePattern),
        ["StockBatchResult.detail"] = Text(1_000, null),
    }.ToFrozenDictionary();

    private static IReadOnlyList<string> NamesOf<TEnum>()
        where TEnum : struct, Enum => [.. Enum.GetNames<TEnum>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];

    /// <summary>The word for a member of a schema, or for a parameter of an operation; null when nobody defined it.</summary>
    /// <param name="of">The schema's or operation's name.</param>
    /// <param name="name">The member's or parameter's name; with <see cref="EachItem"/> behind it, what is in the list.</param>
    public static Word? Find(string of, string name) => Words.GetValueOrDefault($"{of}.{name}") ?? Words.GetValueOrDefault(name);
}
