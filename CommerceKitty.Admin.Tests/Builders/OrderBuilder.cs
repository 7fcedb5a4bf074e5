using CommerceKitty.Admin.Entities;

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
