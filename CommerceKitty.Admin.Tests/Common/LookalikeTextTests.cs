using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Tests.Common;

/// <summary>Which texts are mistaken for each other.</summary>
[Trait("Database", "None")]
public sealed class LookalikeTextTests
{
    [Theory]
    [InlineData("sam@example.com", "s\u0430m@example.com", true)]
    [InlineData("sam@example.com", "\u017Fam@example.com", true)]
    [InlineData("Night sync", "N\u0131ght sync", true)]
    [InlineData("Night sync", "N\u0456ght sync", true)]
    [InlineData("PAYROLL", "\u0420\u0410\u0423ROLL", true)]
    [InlineData("PAYROLL", "\u03A1AYROLL", true)]
    [InlineData("Sync", "\uFF33ync", true)]
    [InlineData("Sync", "Sync", false)]
    [InlineData("Sync", "SYNC", false)]
    [InlineData("Adri\u00E1n", "Adria\u0301n", false)]
    [InlineData("Adri\u00E1n", "Adrian", false)]
    [InlineData("Sync 1", "Sync 2", false)]
    public void AreTwins_Texts_AreToldApart(string one, string other, bool areTwins)
    {
        LookalikeText.AreTwins(one, other).Should().Be(areTwins);
        LookalikeText.AreTwins(other, one).Should().Be(areTwins);
    }
}
