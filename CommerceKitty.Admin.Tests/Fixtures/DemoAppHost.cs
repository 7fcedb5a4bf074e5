namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>The same with the demo shop in it.</summary>
public sealed class DemoAppHost : AppHost
{
    protected override bool DemoShop => true;
}
