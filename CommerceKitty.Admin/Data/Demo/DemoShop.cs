using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Data.Demo;

/// <summary>Fills an empty database of a developer's machine with a believable shop, the same one each time: people with one known
/// password, groups, products, stock and 90 days of orders. Settings: <c>Demo:Seed</c>, <c>Demo:Password</c>.</summary>
public sealed class DemoShop(UnitOfWork unitOfWork, IConfiguration configuration, IHostEnvironment environment)
{
    /// <summary>How many orders it has.</summary>
    public const int OrderCount = 400;

    /// <summary>Over how many days they are spread.</summary>
    public const int Days = 90;

    /// <summary>The group of people who help users: they see keys, users, groups and the audit log.</summary>
    public const string SupportGroup = "support";

    /// <summary>The group of the integration that keeps stock: it reads and edits orders and inventory.</summary>
    public const string IntegrationGroup = "integration";

    /// <summary>The group of the Zapier integration: it reads orders.</summary>
    public const string ZapierGroup = "zapier";

    /// <summary>Who a newcomer signs in as.</summary>
    public const string OwnerEmail = "owner@commercekitty.example";

    /// <summary>The password of the shop's people; null when it is not set.</summary>
    public string? Password => configuration["Demo:Password"];

    /// <summary>True when the settings ask for it.</summary>
    public bool IsWanted => configuration.GetValue<bool>("Demo:Seed");

    /// <summary>Seeds everything in one transaction; does nothing when there is any user.</summary>
    /// <returns>True when it seeded.</returns>
    /// <exception cref="InvalidOperationException">Outside Development, where a known password would be an open door; or
    /// <c>Demo:Password</c> is not set.</exception>
    public async Task<bool> SeedAsync(CancellationToken ct = default)
    {
        if (!environment.IsDevelopment())
        {
            throw new InvalidOperationException(
                $"The demo shop has users whose password everybody knows, so it is for Development only; this is {environment.EnvironmentName}. "
                + "Remove the setting Demo:Seed.");
        }

        var password = Password
            ?? throw new InvalidOperationException("Set Demo:Password to the password that the people of the demo shop are to have.");
        var seeded = await unitOfWork.RunAsync<SeedOutcome>(async work =>
        {
            if (await work.Db.Users.AnyAsync(ct))
                return SeedOutcome.Left;
            await AddGroupsAsync(work, ct);
            await AddUsersAsync(work, password);
            AddCommerce(work);
            return SeedOutcome.Seeded;
        }, ct);
        return seeded.IsDone && seeded.Value == SeedOutcome.Seeded;
    }

    private enum SeedOutcome
    {
        Left,
        Seeded,
    }

    private static async Task AddGroupsAsync(Work work, CancellationToken ct)
    {
        await StandardGroups.EnsureAsync(work, ct);
        await StandardGroups.EnsureAsync(work, SupportGroup, "Support", p => StandardGroups.IsView(p)
            && p.Resource is "api-keys" or "users" or "user-groups" or "audit-log", ct);
        await StandardGroups.EnsureAsync(work, IntegrationGroup, "Integration", p => p.Resource is "inventory"
            || p.Name is Permissions.Orders.ViewAll or Permissions.Orders.View or Permissions.Orders.Edit, ct);
        await StandardGroups.EnsureAsync(work, ZapierGroup, "Zapier",
            p => p.Name is Permissions.Orders.ViewAll or Permissions.Orders.View, ct);
    }

    private static async Task AddUsersAsync(Work work, string password)
    {
        await AddAsync("owner", "Olivia", "Okafor", "Admin", password, owner: true);
        await AddAsync("admin", "Adrián", "Fuentes", "Admin", password);
        await AddAsync("ops", "Marit", "Hoekstra", "Operations", password);
        await AddAsync("viewer", "Yuki", "Tanaka", "Viewer", password);
        await AddAsync("support", "Samira", "El Idrissi", "Support", password);
        await AddAsync("integration", "Nightly", "Inventory", "Integration");
        await AddAsync("zapier", "Zapier", "Flow", "Zapier");

        async Task AddAsync(string mailbox, string firstName, string lastName, string group, string? personsPassword = null, bool owner = false)
        {
            var email = $"{mailbox}@commercekitty.example";
            var user = new User
            {
                UserName = email,
                Email = email,
                EmailConfirmed = true,
                FirstName = firstName,
                LastName = lastName,
                Kind = personsPassword is null ? UserKind.Integration : UserKind.Person,
                IsOwner = owner,
                CreatedAt = work.Now,
            };
            Demand(personsPassword is null ? await work.Users.CreateAsync(user) : await work.Users.CreateAsync(user, personsPassword));
            Demand(await work.Users.AddToRoleAsync(user, group));
            work.Audit(Actor.System, AuditActions.UserCreated, new AuditTarget("users", user.Id, user.Name),
                after: new { user.Email, user.Name, Kind = user.Kind.ToString(), Group = group });
        }

        static void Demand(IdentityResult result)
        {
            if (!result.Succeeded)
                throw new InvalidOperationException("The demo shop's users cannot be created: " + string.Join(' ', result.Errors.Select(e => e.Description)));
        }
    }

    private static void AddCommerce(Work work)
    {
        var random = new DemoRandom(0x0C_A7_0C_A7);
        var now = work.Now.AddTicks(-(work.Now.Ticks % TimeSpan.TicksPerMinute));
        var products = DemoCatalogue.Products.Select(p => new Product
        {
            Code = p.Code,
            Name = p.Name,
            Price = p.Price,
            Currency = DemoCatalogue.Currency,
            Archived = p.Archived,
            CreatedAt = now.AddDays(-Days),
            UpdatedAt = now.AddDays(-random.Next(Days)),
        }).ToList();
        var orders = Orders(random, products, now);
        work.Db.Products.AddRange(products);
        work.Db.Orders.AddRange(orders);
        AddStock(work, random, products, orders);
    }

    private static List<Order> Orders(DemoRandom random, List<Product> products, DateTime now)
    {
        var sold = products.Where(p => !p.Archived).ToList();
        var times = Enumerable.Range(0, OrderCount).Select(_ => PlacedAt(random, now)).Order().ToList();
        return [.. times.Select((placedAt, index) => NewOrder(random, sold, $"CK-{10_001 + index}", placedAt, now))];
    }

    private static DateTime PlacedAt(DemoRandom random, DateTime now)
    {
        var time = now.Date.AddDays(-random.Next(Days - 1)).AddHours(random.Pick(DemoCatalogue.Hours)).AddMinutes(random.Next(60));
        return time <= now ? time : time.AddDays(-1);
    }

    private static Order NewOrder(DemoRandom random, List<Product> sold, string number, DateTime placedAt, DateTime now)
    {
        var (name, email) = random.Pick(DemoCatalogue.Customers);
        var order = new Order
        {
            Number = number,
            Channel = random.Pick(DemoCatalogue.Channels),
            CustomerName = name,
            CustomerEmail = email,
            Currency = DemoCatalogue.Currency,
            PlacedAt = placedAt,
            UpdatedAt = placedAt,
            Notes = random.Chance(12) ? random.Pick(DemoCatalogue.Notes) : null,
        };
        var codes = new HashSet<string>();
        for (var lines = random.Between(1, random.Chance(30) ? 5 : 3); lines > 0; lines--)
        {
            var product = random.Pick(sold);
            if (codes.Add(product.Code))
                order.AddLine(product.Code, product.Name, random.Chance(70) ? 1 : random.Between(2, 4), product.Price);
        }

        Proceed(random, order, now);
        return order;
    }

    /// <summary>Lets the order get as far as orders of its age do.</summary>
    private static void Proceed(DemoRandom random, Order order, DateTime now)
    {
        var age = (now - order.PlacedAt).TotalDays;
        var (shipped, partly, cancelled) = age switch
        {
            > 21 => (91, 1, 8),
            > 7 => (82, 6, 8),
            > 2 => (45, 15, 6),
            _ => (8, 4, 4),
        };
        var fate = random.Next(100);
        if (fate < shipped)
        {
            if (random.Chance(10))
                Move(OrderStatus.PartiallyShipped, random.Between(4, 24));
            Move(OrderStatus.Shipped, random.Between(4, 72));
        }
        else if (fate < shipped + partly)
        {
            Move(OrderStatus.PartiallyShipped, random.Between(4, 48));
        }
        else if (fate < shipped + partly + cancelled)
        {
            Move(OrderStatus.Cancelled, random.Between(1, 36));
        }

        void Move(OrderStatus next, int hours)
        {
            var at = order.UpdatedAt.AddHours(hours);
            if (order.MoveTo(next, at <= now ? at : now) is { } refusal)
                throw new InvalidOperationException(refusal.Message);
        }
    }

    private static void AddStock(Work work, DemoRandom random, List<Product> products, List<Order> orders)
    {
        var waiting = orders.Where(o => o.Status == OrderStatus.Open).SelectMany(o => o.Lines)
            .GroupBy(l => l.ProductCode).ToDictionary(g => g.Key, g => g.Sum(l => l.Quantity));
        foreach (var (code, name, priority) in DemoCatalogue.Sources)
        {
            var source = new InventorySource { Code = code, Name = name, Priority = priority };
            var isFirst = priority == 1;
            work.Db.StockItems.AddRange(products.Select(product =>
            {
                var reserved = isFirst ? waiting.GetValueOrDefault(product.Code) : 0;
                // Some are sold out; a shop floor holds less than a warehouse.
                var free = product.Archived || random.Chance(8) ? 0 : isFirst ? random.Between(3, 240) : random.Between(1, 25);
                return new StockItem { Source = source, Product = product, OnHand = reserved + free, Reserved = reserved };
            }));
        }
    }
}
