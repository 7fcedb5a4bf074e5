namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>The same with the demo shop's keys and their past.</summary>
public sealed class PastAppHost : AppHost
{
    protected override bool DemoShop => true;

    protected override bool DemoKeys => true;
}
