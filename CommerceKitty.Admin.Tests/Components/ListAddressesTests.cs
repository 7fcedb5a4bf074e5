using CommerceKitty.Admin.Controls;

namespace CommerceKitty.Admin.Tests.Components;

public sealed class ListAddressesTests
{
    [Fact]
    public void Latest_OfAListThatWasSeen_IsAsItWasLeft()
    {
        var addresses = new ListAddresses();
        addresses.Latest("/orders").Should().Be("/orders");

        addresses.Remember("orders?status=open&page=2#content");
        addresses.Remember("products");
        addresses.Latest("/orders").Should().Be("/orders?status=open&page=2");
        addresses.Latest("/products").Should().Be("/products");

        addresses.Remember("orders");
        addresses.Latest("/orders").Should().Be("/orders");
    }
}
