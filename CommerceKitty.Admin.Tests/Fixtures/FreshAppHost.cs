namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>The same without an owner, at its first run.</summary>
public sealed class FreshAppHost : AppHost
{
    protected override bool SetupPage => true;
}
