namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>Tests of one person's way through the pages, with a browser and a demo shop of their own.</summary>
[CollectionDefinition(Name)]
public sealed class JourneysGroup : ICollectionFixture<BrowserFixture>
{
    public const string Name = "Browser: journeys";
}
