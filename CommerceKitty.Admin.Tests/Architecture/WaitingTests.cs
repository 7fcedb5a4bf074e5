using System.Globalization;
using System.Text.RegularExpressions;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Architecture;

/// <summary>A busy machine must not break a test: every wait has the same long limit, <see cref="Until.Timeout"/>, and no test asserts how
/// long something took.</summary>
[Trait("Database", "None")]
public sealed partial class WaitingTests
{
    /// <summary>The files in which these things may stand: where they are defined, and here, as samples.</summary>
    private static readonly string[] Exempt =
    [
        "CommerceKitty.Admin.Tests/Fixtures/Until.cs", "CommerceKitty.Admin.Tests/Fixtures/Http.cs",
        "CommerceKitty.Admin.Tests/Architecture/WaitingTests.cs",
    ];

    /// <summary>They print how long something took, and assert nothing about it.</summary>
    private static readonly string[] Reports =
        ["CommerceKitty.Admin.Tests/Access/ConsistencyTests.cs", "CommerceKitty.Admin.Tests/Deployment/WeightTests.cs"];

    [Fact]
    public void Waits_HaveTheOneLimit() => Find(OwnLimitPattern()).Should().BeEmpty(
        "a limit of its own is too short on a busy machine: use Until.Timeout, Until.ThereIsAsync or Http.Client");

    [Fact]
    public void Time_IsNotMeasured() => Find(MeasuredTimePattern(), Reports).Should().BeEmpty(
        "a machine may be busy: wait for the condition, move a fake clock, or count what the work costs");

    /// <summary>The script starts a database server, which has to come up as everything else does.</summary>
    [Fact]
    public void TestScript_HasTheSameLimit()
    {
        var script = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "test.sh"));
        var limits = ScriptLimitPattern().Matches(script).Select(m => m.Groups["limit"].Value).ToList();

        limits.Should().NotBeEmpty().And.OnlyContain(limit => limit == "$timeout");
        script.Should().Contain(string.Create(CultureInfo.InvariantCulture, $"\ntimeout={Until.Timeout.TotalSeconds}\n"));
    }

    [Theory]
    [InlineData("await task.WaitAsync(TimeSpan.FromSeconds(30));")]
    [InlineData("using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(5));")]
    [InlineData("stop.CancelAfter(5_000);")]
    [InlineData("await Expect(item).ToBeVisibleAsync(new() { Timeout = 5_000 });")]
    [InlineData("[Fact(Timeout = 10_000)]")]
    [InlineData("page.SetDefaultTimeout(15_000);")]
    [InlineData("Assertions.SetDefaultExpectTimeout(20_000);")]
    [InlineData("static PageContext() => DefaultWaitTimeout = TimeSpan.FromSeconds(10);")]
    [InlineData("page.WaitForElement(\"#cat\", TimeSpan.FromSeconds(2));")]
    [InlineData("page.WaitForState(IsThere, timeout: patience);")]
    [InlineData("process.WaitForExit(1_000);")]
    [InlineData("task.Wait(1_000);")]
    [InlineData("using var client = new HttpClient(handler) { BaseAddress = address };")]
    [InlineData("using var client = new HttpClient { BaseAddress = address };")]
    [InlineData("[GeneratedRegex(\"cat\", RegexOptions.ExplicitCapture, 1000)]")]
    [InlineData("await page.EvaluateAsync(\"() => new Promise(done => setTimeout(done, 100))\");")]
    public void Waits_Rule_FindsALimitOfItsOwn(string line) => Matches(line, OwnLimitPattern()).Should().BeTrue();

    [Theory]
    [InlineData("await task.WaitAsync(Until.Timeout);")]
    [InlineData("await gate.WaitAsync(ct);")]
    [InlineData("using var stop = new CancellationTokenSource();")]
    [InlineData("using var timeout = new CancellationTokenSource(Until.Timeout);")]
    [InlineData("client.Timeout = Until.Timeout;")]
    [InlineData("context.SetDefaultTimeout(Until.TimeoutInMilliseconds);")]
    [InlineData("page.WaitForElement(\"#cat\");")]
    [InlineData("await process.WaitForExitAsync(timeout.Token);")]
    [InlineData("_shop.Time.Advance(TimeSpan.FromSeconds(1));")]
    [InlineData("var at = Stopwatch.GetTimestamp();")]
    [InlineData("[GeneratedRegex(\"cat\", RegexOptions.ExplicitCapture)]")]
    public void Rules_LeaveTheRestAlone(string line) =>
        (Matches(line, OwnLimitPattern()) || Matches(line, MeasuredTimePattern())).Should().BeFalse();

    [Theory]
    [InlineData("var clock = Stopwatch.StartNew();")]
    [InlineData("clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2));")]
    [InlineData("clock.ElapsedMilliseconds.Should().BeLessThan(2_000);")]
    [InlineData("Stopwatch.GetElapsedTime(begun).Should().BeLessThan(limit);")]
    [InlineData("var begun = Environment.TickCount64;")]
    public void Time_Rule_FindsAMeasurement(string line) => Matches(line, MeasuredTimePattern()).Should().BeTrue();

    private static bool Matches(string line, Regex pattern) => new SourceFile("Cats.cs", line).Find(pattern).Any();

    private static IEnumerable<string> Find(Regex pattern, params string[] alsoExempt)
    {
        string[] exempt = [.. Exempt, .. alsoExempt];
        var paths = Sources.Tests.Select(f => f.Path).ToList();
        exempt.Should().OnlyContain(path => paths.Contains(path), "an exemption of a file that is gone is no exemption");
        return Sources.Tests.Where(f => !exempt.Contains(f.Path)).SelectMany(f => f.Find(pattern)).ToList();
    }

    [GeneratedRegex("""
        \.WaitAsync\((?!Until\.|\)|ct\b)
        | \bCancellationTokenSource\((?!Until\.|\))
        | \bCancelAfter\((?!Until\.)
        | \b(Command)?Timeout\ =\ (?!\(int\)Until\.|Until\.)
        | \btimeout:\ (?!Until\.)
        | \bSetDefault\w*Timeout\((?!Until\.)
        | \bDefaultWaitTimeout\b
        | \bWaitFor\w*\(.*,\ TimeSpan\.
        | \bWaitForExit(Async)?\(\d
        | \.Wait\([^)]
        | \bnew\ HttpClient\b
        | \bRegexOptions\.[\w\ |.]+,\ (\d|TimeSpan)
        | \bsetTimeout\(
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex OwnLimitPattern();

    [GeneratedRegex(@"\bElapsed\w*\b|\bGetElapsedTime\b|\bStopwatch\.StartNew\b|\bTickCount", RegexOptions.ExplicitCapture)]
    private static partial Regex MeasuredTimePattern();

    [GeneratedRegex(@"\bpg_ctl\b.* -t (?<limit>\S+)", RegexOptions.ExplicitCapture)]
    private static partial Regex ScriptLimitPattern();
}
