namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>Tests of how pages look, with a browser and a demo shop of their own.</summary>
[CollectionDefinition(Name)]
public sealed class LooksGroup : ICollectionFixture<BrowserFixture>
{
    public const string Name = "Browser: looks";
}
