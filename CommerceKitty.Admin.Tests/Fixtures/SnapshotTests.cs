using Xunit.Sdk;

namespace CommerceKitty.Admin.Tests.Fixtures;

public sealed class SnapshotTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("commercekitty-snapshot-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Match_OtherText_FailsWithTheDifferenceAndLeavesWhatCame()
    {
        File.WriteAllText(Path.Combine(_folder, "list.txt"), "one\ntwo\nthree\n");

        var matching = () => Snapshot.Match("one\n2\nthree", "list", _folder, update: false);

        matching.Should().Throw<FailException>().WithMessage("*- two\n+ 2\n*UPDATE_SNAPSHOTS=1*");
        File.ReadAllText(Path.Combine(_folder, "list.received.txt")).Should().Be("one\n2\nthree\n");
        File.ReadAllText(Path.Combine(_folder, "list.txt")).Should().Be("one\ntwo\nthree\n");
    }

    [Fact]
    public void Match_NoSnapshot_Fails()
    {
        var matching = () => Snapshot.Match("one", "list", _folder, update: false);

        matching.Should().Throw<FailException>().WithMessage("There is no snapshot*+ one*");
    }

    [Fact]
    public void Match_Update_AcceptsAndRemovesWhatCame()
    {
        File.WriteAllText(Path.Combine(_folder, "list.received.txt"), "old");

        Snapshot.Match("one", "list", _folder, update: true);

        Directory.GetFiles(_folder).Should().Equal(Path.Combine(_folder, "list.txt"));
        Snapshot.Match("one", "list", _folder, update: false);
    }

    [Fact]
    public void Match_OtherLineEndings_IsTheSame()
    {
        File.WriteAllText(Path.Combine(_folder, "list.txt"), "one\r\ntwo");

        Snapshot.Match("one\ntwo\n", "list", _folder, update: false);
    }
}
