using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.Home;

/// <summary>Asks the other features what needs attention. Each of them demands its own permission (R1); what the actor may not list is not
/// asked for.</summary>
public sealed class HomeService(
    CurrentActor current, OrderService orders, ProductService products, InventoryService inventory, ApiKeyQueries keys, UserService users,
    AuditLogService auditLog, ApiKeyUsageQueries usage, TimeProvider time)
{
    private const int Changes = 8;

    // A list's first row: only the total is of interest.
    private static readonly PageWindow TotalOnly = new(0, 1);

    /// <summary>The overview of the actor, or the first refusal: a permission may be taken away while it is made.</summary>
    public async Task<Result<HomeOverview>> ReadAsync(CancellationToken ct = default)
    {
        if (await current.GetAsync(ct) is not { } actor)
            return Error.Unauthenticated;
        var may = Authority.PermissionsOf(actor);
        var found = new Findings();
        int? orderCount = null, productCount = null, sourceCount = null, keyCount = null, userCount = null;

        if (may.Contains(Permissions.Orders.ViewAll)
            && found.Take(await orders.CountByStatusAsync(new OrderQuery(), ct)) is { } statuses)
        {
            orderCount = statuses.Values.Sum();
            found.Add(
                statuses.GetValueOrDefault(OrderStatus.Open) + statuses.GetValueOrDefault(OrderStatus.PartiallyShipped),
                "order to ship", "orders to ship", "Paid for and waiting.", $"/orders?status={OrderFilters.ToShip}");
        }

        if (may.Contains(Permissions.Inventory.ViewAll))
        {
            sourceCount = found.Take(await inventory.ListSourcesAsync(ct))?.Count;
            await AddAsync(
                InventoryFilters.SoldOut, "stock item sold out", "stock items sold out",
                "A product of which a source has nothing left to sell.");
            await AddAsync(
                InventoryFilters.Low, "stock item running low", "stock items running low",
                "A product of which a source has few left to sell.");

            async Task AddAsync(string stock, string one, string many, string hint)
            {
                var filters = new InventoryFilters(null, null, stock);
                found.Add(
                    found.Take(await inventory.ListAsync(filters.ToQuery() with { Window = TotalOnly }, ct)),
                    one, many, hint, $"/inventory?stock={stock}");
            }
        }

        if (may.Contains(Permissions.ApiKeys.ViewAll))
        {
            keyCount = found.Take(await keys.ListAsync(new ApiKeyQuery { Window = TotalOnly }, ct))?.Total;
            await AddAsync(ApiKeyFinding.Exposed, "API key exposed", "API keys exposed", "Sent over plain HTTP. Rotate them.");
            await AddAsync(ApiKeyFinding.Failing, "API key failing", "API keys failing", "Requests were rejected in the last 24 hours.");
            await AddAsync(ApiKeyFinding.Expiring, "API key expiring", "API keys expiring", "Within the next 14 days.");
            await AddAsync(ApiKeyFinding.NeverUsed, "API key never used", "API keys never used", "Created more than 7 days ago.");
            await AddAsync(ApiKeyFinding.Unused, "API key unused", "API keys unused", "Not used for 90 days.");

            async Task AddAsync(ApiKeyFinding finding, string one, string many, string hint) => found.Add(
                found.Take(await keys.ListAsync(new ApiKeyQuery { Finding = finding, Window = TotalOnly }, ct)),
                one, many, hint, $"/configuration/api-keys?finding={ApiKeyFindings.NameOf(finding)}");
        }

        if (may.Contains(Permissions.Users.ViewAll))
        {
            userCount = found.Take(await users.ListAsync(new UserQuery { Window = TotalOnly }, ct))?.Total;
            found.Add(
                found.Take(await users.ListAsync(new UserQuery { IsInvited = true, Window = TotalOnly }, ct)),
                "open invitation", "open invitations", "No password chosen yet.", $"/configuration/users?status={UserFilters.Invited}");
        }

        if (may.Contains(Permissions.Products.ViewAll))
            productCount = found.Take(await products.ListAsync(new ProductQuery { Window = TotalOnly }, ct))?.Total;
        // A day more than is shown: where the viewer's days begin is the page's business.
        var since = time.GetUtcNow().UtcDateTime.Date.AddDays(-HomeOverview.TrendDays - 1);
        var placed = may.Contains(Permissions.Orders.ViewAll) ? found.Take(await orders.CountByHourAsync(since, ct)) : null;
        var calls = may.Contains(Permissions.ApiKeys.ViewAll) ? found.Take(await usage.ListAllHoursAsync(since, ct)) : null;
        var changes = may.Contains(Permissions.AuditLog.ViewAll)
            ? found.Take(await auditLog.ListAsync(new AuditQuery { Window = new(0, Changes) }, ct))
            : null;
        if (found.Refusal is { } refusal)
            return refusal;

        IEnumerable<FirstStep?> steps =
        [
            Step(Permissions.Users.Create, userCount > 1, "Invite your team", "Each person signs in as themselves.",
                "/configuration/users"),
            Step(Permissions.Inventory.Edit, sourceCount > 0, "Add an inventory source", "A warehouse or shop that holds stock.",
                "/inventory/sources"),
            Step(Permissions.Products.Create, productCount > 0, "Add products", "One by one, or from a CSV file.", "/products"),
            Step(Permissions.ApiKeys.Create, keyCount > 0, "Create an API key", "Your shop and tools send orders with it.",
                "/configuration/api-keys"),
        ];
        var firstSteps = orderCount == 0 ? steps.OfType<FirstStep>().ToList() : [];
        return new HomeOverview(found.Items, changes, firstSteps.Exists(s => !s.IsDone) ? firstSteps : null)
        {
            Orders = placed,
            Calls = calls,
            IsNothing = (orderCount, productCount, sourceCount, keyCount, userCount, changes) is (null, null, null, null, null, null),
        };

        FirstStep? Step(string permission, bool isDone, string text, string hint, string address) =>
            may.Contains(permission) ? new FirstStep(text, hint, address, isDone) : null;
    }

    /// <summary>Collects what needs attention, and the first refusal.</summary>
    private sealed class Findings
    {
        private readonly List<AttentionItem> _items = [];

        public IReadOnlyList<AttentionItem> Items => _items;

        public Error? Refusal { get; private set; }

        public T? Take<T>(Result<T> result)
        {
            Refusal ??= result.Error;
            return result.Value;
        }

        public void Add<T>(Page<T>? page, string one, string many, string hint, string address) =>
            Add(page?.Total ?? 0, one, many, hint, address, page is { HasMore: true });

        public void Add(int count, string one, string many, string hint, string address, bool hasMore = false)
        {
            if (count > 0)
                _items.Add(new AttentionItem(count, count == 1 ? one : many, hint, address) { HasMore = hasMore });
        }
    }
}
