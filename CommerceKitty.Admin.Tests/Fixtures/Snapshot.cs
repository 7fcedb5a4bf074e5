using System.Runtime.CompilerServices;
using System.Text;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>Compares a text with the file <c>Snapshots/NAME.txt</c> beside the test, so that a change of it shows in the review.</summary>
public static class Snapshot
{
    /// <summary>Set to 1 to accept what the tests receive.</summary>
    public const string UpdateVariable = "UPDATE_SNAPSHOTS";

    /// <summary>Fails with the difference when the text is not the file's, and leaves what came as <c>NAME.received.txt</c>.</summary>
    /// <param name="text">What the test received. It must be the same on every machine and at every time.</param>
    /// <param name="name">The file's name without its extension.</param>
    /// <param name="testFile">Where the calling test is; the compiler knows.</param>
    public static void Match(string text, string name, [CallerFilePath] string testFile = "") =>
        Match(
            text,
            name,
            Path.Combine(Path.GetDirectoryName(testFile)!, "Snapshots"),
            Environment.GetEnvironmentVariable(UpdateVariable) == "1");

    internal static void Match(string text, string name, string folder, bool update)
    {
        var received = Normalize(text);
        var (file, receivedFile) = (Path.Combine(folder, name + ".txt"), Path.Combine(folder, name + ".received.txt"));
        var expected = File.Exists(file) ? Normalize(File.ReadAllText(file)) : null;
        if (received != expected && !update)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(receivedFile, received);
            Assert.Fail($"{(expected is null ? "There is no snapshot" : "This is not the snapshot")} {file}\n"
                + $"{Difference(expected ?? string.Empty, received)}\n"
                + $"Received: {receivedFile}\n"
                + $"If this is meant, accept it: {UpdateVariable}=1 ./test.sh, look at the diff, and commit it.");
        }

        if (received != expected)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(file, received);
        }

        File.Delete(receivedFile);
    }

    /// <summary>The lines that only one of them has, in order: <c>-</c> expected, <c>+</c> received.</summary>
    internal static string Difference(string expected, string received)
    {
        var (old, now) = (expected.Split('\n'), received.Split('\n'));
        // What is the same before and behind would only cost: the table grows with the product of the lengths.
        var before = old.AsSpan().CommonPrefixLength(now);
        var behind = old[before..].Reverse().Zip(now[before..].Reverse()).TakeWhile(p => p.First == p.Second).Count();
        (old, now) = (old[before..^behind], now[before..^behind]);
        // The longest common subsequence.
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        var difference = new StringBuilder();
        for (int i = 0, j = 0; i < old.Length || j < now.Length;)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
                (i, j) = (i + 1, j + 1);
            else if (j == now.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1]))
                difference.Append("- ").Append(old[i++]).Append('\n');
            else
                difference.Append("+ ").Append(now[j++]).Append('\n');
        }

        return difference.ToString().TrimEnd('\n');
    }

    private static string Normalize(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
}
