using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Tests.Fixtures;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>Begins with the tests that take longest, so that none of them is left over at the end, when nothing runs beside it any
/// more.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
        [LooksGroup.Name, BrowserGroup.Name, JourneysGroup.Name, "ConsistencyTests", "NoEscalationTests", "StockServiceTests"];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(c => Place(c))];

    private static int Place(ITestCollection collection)
    {
        var place = Array.FindIndex(Longest, name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal));
        return place < 0 ? Longest.Length : place;
    }
}
