using System.Reflection;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Architecture;

/// <summary>Test classes say what they need besides the product's services and a database, so that <c>./test.sh --quick</c> can leave them
/// out: <c>[Trait("Needs", "Server")]</c>, <c>Browser</c> or <c>Process</c>. A fourth, <c>Time</c>, is for tests that take many seconds;
/// no rule can see that.</summary>
[Trait("Database", "None")]
public sealed class NeedsTests
{
    private const string Trait = "Needs";
    private const string Time = "Time";

    /// <summary>What gives a test each of them.</summary>
    private static readonly Dictionary<string, Type[]> Sources = new()
    {
        ["Server"] = [typeof(AppHost), typeof(ShopServer)],
        ["Browser"] = [typeof(Chromium)],
        ["Process"] = [typeof(Tool)],
    };

    [Fact]
    public void TestClasses_SayWhatTheyNeed()
    {
        var tests = typeof(NeedsTests).Assembly.GetTypes().Where(IsTestClass).ToList();

        tests.Should().HaveCountGreaterThan(100);
        string.Join('\n', tests.Select(Difference).Where(d => d is not null)).Should().BeEmpty("./test.sh --quick goes by these traits");
    }

    [Fact]
    public void Rule_ClassThatUsesAServerAndSaysNothing_IsFound() =>
        Difference(typeof(SilentTests)).Should().Be("SilentTests needs [Server] and says []");

    [Fact]
    public void Rule_ClassThatSaysMoreThanItNeeds_IsFound() =>
        Difference(typeof(LoudTests)).Should().Be("LoudTests needs [] and says [Browser]");

    private static bool IsTestClass(Type type) =>
        type is { IsClass: true, IsAbstract: false, IsPublic: true }
        && type.GetMethods().Any(m => m.GetCustomAttributes<FactAttribute>().Any());

    /// <summary>Null when the class says exactly what it needs.</summary>
    private static string? Difference(Type test)
    {
        var needed = Needed(test).ToList();
        var said = test.GetCustomAttributes<TraitAttribute>(inherit: true)
            .Where(t => t.Name == Trait && t.Value != Time)
            .Select(t => t.Value)
            .Order(StringComparer.Ordinal)
            .ToList();
        return needed.SequenceEqual(said)
            ? null
            : $"{test.Name} needs [{string.Join(", ", needed)}] and says [{string.Join(", ", said)}]";
    }

    private static IEnumerable<string> Needed(Type test)
    {
        var reached = new HashSet<Type>();
        Reach(test, reached);
        return Sources.Where(s => s.Value.Any(reached.Contains)).Select(s => s.Key).Order(StringComparer.Ordinal);
    }

    /// <summary>All types of the tests that a type is made from or uses, directly or by others.</summary>
    private static void Reach(Type? type, HashSet<Type> reached)
    {
        if (type is null)
            return;
        if (type.HasElementType)
            Reach(type.GetElementType(), reached);
        foreach (var argument in type.GenericTypeArguments)
            Reach(argument, reached);
        if (type.Assembly != typeof(NeedsTests).Assembly || !reached.Add(type))
            return;
        Reach(type.BaseType, reached);
        foreach (var one in type.GetInterfaces())
            Reach(one, reached);
        const BindingFlags All =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var field in type.GetFields(All))
            Reach(field.FieldType, reached);
        foreach (var method in Calls.MethodsOf(type))
        {
            foreach (var parameter in method.GetParameters())
                Reach(parameter.ParameterType, reached);
            foreach (var (called, _) in Calls.InBody(method))
            {
                Reach(called.DeclaringType, reached);
                foreach (var argument in called.IsGenericMethod ? called.GetGenericArguments() : [])
                    Reach(argument, reached);
            }
        }
    }

    private sealed class SilentTests
    {
        public static async Task UseAsync() => await new ShopServer().DisposeAsync();
    }

    [Trait(Trait, "Browser")]
    private sealed class LoudTests
    {
        public static TimeSpan Use() => Until.Timeout;
    }
}
