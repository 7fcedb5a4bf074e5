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

namespace CommerceKitty.Admin.Tests.Builders;

/// <summary>Builds an order; a test says only what matters to it.</summary>
public sealed class OrderBuilder
{
    private readonly List<(string Code, string Name, int Quantity, decimal UnitPrice)> _lines = [];
    private readonly List<OrderStatus> _moves = [];
    private string _number = "CK-10001";
    private string _channel = "Web shop";
    private string _customerName = "Anna de Vries";
    private string _customerEmail = "anna@example.com";
    private string? _notes;
    private DateTime _placedAt = new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);

    public OrderBuilder Numbered(string number)
    {
        _number = number;
        return this;
    }

    public OrderBuilder Over(string channel)
    {
        _channel = channel;
        return this;
    }

    public OrderBuilder By(string name, string email = "customer@example.com")
    {
        (_customerName, _customerEmail) = (name, email);
        return this;
    }

    public OrderBuilder Noting(string? notes)
    {
        _notes = notes;
        return this;
    }

    public OrderBuilder PlacedAt(DateTime placedAt)
    {
        _placedAt = placedAt;
        return this;
    }

    public OrderBuilder WithLine(int quantity, decimal unitPrice, string code = "TOY-WAND", string name = "Feather wand")
    {
        _lines.Add((code, name, quantity, unitPrice));
        return this;
    }

    /// <summary>Moves it there an hour after it was placed, then on an hour later.</summary>
    public OrderBuilder MovedTo(params IEnumerable<OrderStatus> statuses)
    {
        _moves.AddRange(statuses);
        return this;
    }

    public Order Build()
    {
        var order = new Order
        {
            Number = _number,
            Channel = _channel,
            CustomerName = _customerName,
            CustomerEmail = _customerEmail,
            Currency = "EUR",
            PlacedAt = _placedAt,
            UpdatedAt = _placedAt,
            Notes = _notes,
        };
        foreach (var (code, name, quantity, unitPrice) in _lines)
            order.AddLine(code, name, quantity, unitPrice);
        foreach (var status in _moves)
            order.MoveTo(status, order.UpdatedAt.AddHours(1)).Should().BeNull();
        return order;
    }
}
