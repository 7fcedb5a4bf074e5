using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Tests.Common;

[Trait("Database", "None")]
public sealed class SliceCursorTests
{
    private static readonly SliceSorts<Order> Sorts = new("orders", "-placedAt",
        SliceSort<Order>.By("placedAt", o => o.PlacedAt, o => o.Id),
        SliceSort<Order>.By("total", o => o.Total, o => o.Id),
        SliceSort<Order>.By("number", o => o.Number, o => o.Id));

    [Theory]
    [InlineData("", 0)]
    [InlineData("638000000000000000", 1)]
    [InlineData("Zoë 🐈", long.MaxValue)]
    [InlineData("-1.5", long.MinValue)]
    public void TryRead_WhatWriteMade_IsTheSame(string value, long id)
    {
        var text = new SliceCursor(value, id).Write("list");

        SliceCursor.TryRead(text, "list", out var cursor).Should().BeNull();
        cursor.Should().Be(new SliceCursor(value, id));
        SliceCursor.TryRead(text, "list -", out _)!.Fields.Keys.Should().Equal("after");
    }

    [Fact]
    public void TryRead_EverySingleChange_IsRefused()
    {
        var text = new SliceCursor("638000000000000000", 4711).Write("list");

        var changed = Enumerable.Range(0, text.Length).Select(i => text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..])
            .Concat([
                text[..^1],
                text + "A",
                text + "=",
                text + "\n",
                " " + text,
                "é",
                new string('A', 28),
                new string('x', 100_000),
                "\0",
            ]);

        changed.Where(t => SliceCursor.TryRead(t, "list", out _) is null).Should().BeEmpty();
    }

    /// <summary>Anybody can compute the checksum.</summary>
    [Theory]
    [InlineData("placedAt", "-1")]
    [InlineData("placedAt", "9223372036854775807")]
    [InlineData("placedAt", "yesterday")]
    [InlineData("total", "79228162514264337593543950335")]
    [InlineData("total", "1e3")]
    [InlineData("total", "")]
    [InlineData("number", "CK\0")]
    [InlineData("number", "CK\uFFFF", long.MaxValue)]
    public void SortsTryRead_ForgedValue_IsRefusedAndNeverThrows(string sort, string value, long id = 1)
    {
        var error = Sorts.TryRead(sort, new SliceCursor(value, id).Write($"orders {sort}"), out var order);

        error!.Fields.Keys.Should().Equal("after");
        order.Should().BeNull();
    }

    [Fact]
    public void TryRead_ForgedBytesThatAreNoText_AreRefused()
    {
        byte[] bytes = [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xFF, 0xFE];
        var crc = new Crc32();
        crc.Append(Encoding.UTF8.GetBytes("list"));
        crc.Append(bytes.AsSpan(5));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(1), crc.GetCurrentHashAsUInt32());

        SliceCursor.TryRead(Base64Url.EncodeToString(bytes), "list", out _)!.Kind.Should().Be(ErrorKind.Invalid);
    }

    [Theory]
    [InlineData(null, "placedAt", true)]
    [InlineData("", "placedAt", true)]
    [InlineData("placedAt", "placedAt", false)]
    [InlineData("-total", "total", true)]
    public void SortsTryRead_Sort_IsFoundWithItsDirection(string? text, string name, bool descending)
    {
        Sorts.TryRead(text, null, out var order).Should().BeNull();

        (order!.Sort.Name, order.Descending, order.After).Should().Be((name, descending, null));
    }
}
