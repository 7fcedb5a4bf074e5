using CommerceKitty.Admin.Controls;

namespace CommerceKitty.Admin.Tests.Components;

[Trait("Database", "None")]
public sealed class EditedTests
{
    private readonly Edited<string> _name = new();

    [Fact]
    public void Load_Untouched_FollowsWhatIsSaved()
    {
        _name.Load("Ada");

        _name.Load("Ada Lovelace");

        _name.Value.Should().Be("Ada Lovelace");
        _name.Hint().Should().BeNull();
    }

    [Fact]
    public void Load_Touched_KeepsWhatWasTypedAndSaysWhatIsSaved()
    {
        _name.Load("Ada");
        _name.Value = "Countess";

        _name.Load("Ada Lovelace");

        _name.Value.Should().Be("Countess");
        _name.Hint().Should().Be("Someone else saved: Ada Lovelace");
        _name.Hint(saved => saved?.ToUpperInvariant()).Should().Be("Someone else saved: ADA LOVELACE");
        _name.Load(string.Empty);
        _name.Hint().Should().Be("Someone else cleared this.");
    }

    [Fact]
    public void Load_TheSameAsTyped_SaysNothing()
    {
        _name.Load("Ada");
        _name.Value = "Ada Lovelace";

        _name.Load("Ada Lovelace");

        _name.Hint().Should().BeNull();
    }

    [Fact]
    public void Load_NothingChanged_SaysNothing()
    {
        _name.Load("Ada");
        _name.Value = "Countess";

        _name.Load("Ada");

        (_name.Value, _name.ChangedByOthers).Should().Be(("Countess", false));
    }
}
