using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>Rows whose names are as long as they may be, and at the head of their lists: whatever is beside them needs room all the
/// same.</summary>
public static class LongNames
{
    private const string Word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

    /// <summary>A user, a group, a key, a product with stock, a source and an order.</summary>
    public static async Task AddAsync(AppHost app)
    {
        await app.Services.AddGroupAsync("hauptbetriebswerkbauunterbeamtengesells", Admin.Security.Permissions.Orders.ViewAll);
        var user = await app.Services.AddUserAsync(
            "donaudampfschifffahrtselektrizitaetenhauptbetriebswerk@commercekitty.example",
            "hauptbetriebswerkbauunterbeamtengesells",
            UserKind.Integration);
        await app.Services.AddKeyAsync(user, Word[..80]);
        await app.Services.AddKeyAsync(user, "Synchronisation der Lagerbestände aller Filialen mit dem Versandhaus Rotterdam");
        await using var db = app.OpenDatabase();
        var named = await db.Users.SingleAsync(u => u.Id == user.Id);
        (named.FirstName, named.LastName) = (Word[..60], Word[..60]);
        var product = new Product
        {
            Code = "A-DONAUDAMPFSCHIFFFAHRTS-HAUPTBETRIEBS-1",
            Name = "A" + Word[..79],
            Price = 99_999.99m,
            Currency = "EUR",
            CreatedAt = named.CreatedAt,
            UpdatedAt = named.CreatedAt,
        };
        var source = new InventorySource { Code = "hauptbetriebswerkbauunterbeamtengesells", Name = Word[..80], Priority = 9 };
        db.Add(new StockItem { Product = product, Source = source, OnHand = 1_234_567, Reserved = 1_234_564 });
        db.Add(
            new OrderBuilder()
                .Numbered("CK-12345678901234567")
                .Over("Donaudampfschifffahrtselektrizitätenhau")
                .By(Word[..80], "donaudampfschifffahrtselektrizitaetenhauptbetriebswerk@example.com")
                .PlacedAt(DateTime.SpecifyKind(new DateTime(2026, 12, 31), DateTimeKind.Utc))
                .Build());
        await db.SaveChangesAsync();
    }
}
