namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>Tests in which several people work at once; they share one browser and one demo shop, and run beside the other
/// groups.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserGroup : ICollectionFixture<BrowserFixture>
{
    public const string Name = "Browser";
}
