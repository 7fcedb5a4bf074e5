using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Tests.Builders;

namespace CommerceKitty.Admin.Tests.Features.Orders;

[Trait("Database", "None")]
public sealed class OrderEntityTests
{
    private static readonly (OrderStatus From, OrderStatus To)[] Legal =
    [
        (OrderStatus.Open, OrderStatus.PartiallyShipped),
        (OrderStatus.Open, OrderStatus.Shipped),
        (OrderStatus.Open, OrderStatus.Cancelled),
        (OrderStatus.PartiallyShipped, OrderStatus.Shipped),
    ];

    [Fact]
    public void MayMove_EveryPairOfStatuses_AllowsExactlyTheLegalMoves()
    {
        var all = Enum.GetValues<OrderStatus>();
        var allowed = from f in all from t in all where Order.MayMove(f, t) select (f, t);

        allowed.Should().BeEquivalentTo(Legal);
    }

    [Fact]
    public void MoveTo_IllegalMove_RefusesAndChangesNothing()
    {
        var order = new OrderBuilder().MovedTo(OrderStatus.Shipped).Build();
        var (shippedAt, updatedAt) = (order.ShippedAt, order.UpdatedAt);

        var refusal = order.MoveTo(OrderStatus.Cancelled, order.UpdatedAt.AddDays(1));

        refusal!.Kind.Should().Be(ErrorKind.Conflict);
        refusal.Code.Should().Be("order-status");
        refusal.Message.Should().Be("Order CK-10001 is shipped and cannot become cancelled.");
        order.Status.Should().Be(OrderStatus.Shipped);
        order.CancelledAt.Should().BeNull();
        (order.ShippedAt, order.UpdatedAt).Should().Be((shippedAt, updatedAt));
    }

    [Fact]
    public void MoveTo_ShippedByWayOfPartly_NotesWhenTheLastPieceLeft()
    {
        var order = new OrderBuilder().MovedTo(OrderStatus.PartiallyShipped, OrderStatus.Shipped).Build();

        order.ShippedAt.Should().Be(order.PlacedAt.AddHours(2));
        order.UpdatedAt.Should().Be(order.PlacedAt.AddHours(2));
        order.CancelledAt.Should().BeNull();
    }

    [Fact]
    public void AddLine_SeveralLines_TotalIsTheirExactSum()
    {
        var order = new OrderBuilder().WithLine(3, 0.10m).WithLine(2, 19.99m).WithLine(1, 0m).Build();

        order.Total.Should().Be(40.28m);
        order.Lines.Should().HaveCount(3);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, -0.01)]
    public void AddLine_NothingOrLess_Throws(int quantity, double unitPrice)
    {
        var order = new OrderBuilder().Build();

        var adding = () => order.AddLine("A", "A", quantity, (decimal)unitPrice);

        adding.Should().Throw<ArgumentOutOfRangeException>();
        order.Total.Should().Be(0);
    }
}
