using System.Reflection;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Data;

namespace CommerceKitty.Admin.Tests.Architecture;

/// <summary>The order of the rooms (docs/architecture.md, ADR 13): a lower floor never uses a higher one, and features use one another
/// only along the written list.</summary>
[Trait("Database", "None")]
public sealed class FloorTests
{
    private const string Root = "CommerceKitty.Admin";

    /// <summary>From the ground up. Rooms on one floor do not use each other.</summary>
    private static readonly string[][] Floors =
    [
        ["Common"],
        ["Security"],
        ["Entities"],
        ["Data"],
        ["Access"],
        ["Controls"],
        ["Features"],
        ["Api", "Components"],
        ["Startup"],
        ["Cli"],
    ];

    /// <summary>What each feature may use of others. In this order: a feature uses only those above it in the list.</summary>
    private static readonly (string Feature, string[] Uses)[] Features =
    [
        ("Mail", []),
        ("Csv", []),
        ("Idempotency", []),
        ("Audit", ["Csv"]),
        ("PermissionHistory", ["Audit"]),
        ("Lookalikes", []),
        ("UserGroups", ["Lookalikes"]),
        ("Users", ["Csv", "Lookalikes", "Mail", "UserGroups"]),
        ("ApiKeys", ["Csv", "Lookalikes", "UserGroups", "Users"]),
        ("Settings", ["ApiKeys"]),
        ("Notices", ["ApiKeys", "Mail"]),
        ("Refusals", ["ApiKeys", "Audit", "Csv"]),
        ("Calls", ["Refusals"]),
        ("Account", ["ApiKeys", "Mail", "UserGroups", "Users"]),
        ("Inventory", ["Csv"]),
        ("Products", ["Csv", "Inventory", "Lookalikes"]),
        ("Orders", ["Csv", "Inventory", "Products"]),
        ("Offboarding", ["ApiKeys", "Users"]),
        ("Requests", ["ApiKeys", "Calls", "Refusals"]),
        ("KeyIdentification", ["ApiKeys", "Refusals", "Requests"]),
        ("LeastPrivilege", ["ApiKeys", "UserGroups", "Users"]),
        ("Dossier", ["Audit", "Csv", "Users"]),
        ("Administration", ["ApiKeys", "Audit", "Calls", "Dossier", "LeastPrivilege", "Offboarding", "PermissionHistory",
            "Refusals", "UserGroups", "Users"]),
        ("Find", ["ApiKeys", "Orders", "Products", "Requests", "UserGroups", "Users"]),
        ("Home", ["ApiKeys", "Audit", "Inventory", "Orders", "Products", "Users"]),
        ("Help", []),
        ("Setup", ["Account", "UserGroups"]),
        ("Demo", ["Refusals", "UserGroups"]),
    ];

    private static readonly IReadOnlyList<Use> Uses =
        [.. typeof(Program).Assembly.GetTypes().SelectMany(user => TypeUses.Of(user).Select(used => new Use(user, used)))];

    [Fact]
    public void Rooms_EachUse_GoesDownwards()
    {
        Uses.Should().Contain(u => RoomOf(u.User) == "Features" && RoomOf(u.Used) == "Access", "the rule must look at something");
        Floors.SelectMany(f => f).Should().BeSubsetOf(Uses.Select(u => RoomOf(u.User)), "each room of the list exists");

        Uses.Where(u => RoomOf(u.User) != RoomOf(u.Used) && !GoesDown(u)).Select(u => u.ToString()).Distinct()
            .Should().BeEmpty("a lower floor never uses a higher one (ADR 13)");
    }

    [Fact]
    public void Features_EachUseOfAnother_IsInTheList()
    {
        var found = Uses
            .Where(u => RoomOf(u.User) == "Features" && RoomOf(u.Used) == "Features")
            .Select(u => (From: FeatureOf(u.User), To: FeatureOf(u.Used), Use: u))
            .Where(u => u.From != u.To)
            .ToList();
        var written = Features.SelectMany(f => f.Uses.Select(to => (From: f.Feature, To: to))).ToHashSet();

        found.Where(f => !written.Contains((f.From, f.To))).Select(f => f.Use.ToString()).Distinct()
            .Should().BeEmpty("features use one another along the list only");
        written.Except(found.Select(f => (f.From, f.To))).Should().BeEmpty("the list names nothing that is not used");
    }

    [Fact]
    public void Features_List_HasNoCircle()
    {
        var order = Features.Select((f, index) => (f.Feature, index)).ToDictionary(f => f.Feature, f => f.index);

        Features.SelectMany(f => f.Uses.Where(to => order[to] >= order[f.Feature]).Select(to => $"{f.Feature} -> {to}"))
            .Should().BeEmpty("a feature uses only those before it");
        Uses.Where(u => RoomOf(u.User) == "Features").Select(u => FeatureOf(u.User)).Distinct().Should().BeEquivalentTo(order.Keys);
    }

    [Theory]
    [InlineData(nameof(Samples.InField))]
    [InlineData(nameof(Samples.InBody))]
    [InlineData(nameof(Samples.InLambda))]
    [InlineData(nameof(Samples.InAsync))]
    [InlineData(nameof(Samples.InGenericArgument))]
    [InlineData(nameof(Samples.InAttribute))]
    [InlineData(nameof(Samples.InBase))]
    public void Of_EachWayOfUsing_IsFound(string sample)
    {
        var user = typeof(Samples).GetNestedType(sample, BindingFlags.NonPublic)!;

        TypeUses.Of(user).Should().Contain(typeof(Samples.Used), "the rule must be able to fail");
    }

    [Fact]
    public void GoesDown_UpwardUse_IsFound()
    {
        GoesDown(new Use(typeof(UnitOfWork), typeof(Operations))).Should().BeFalse("Data lies below Access");
        GoesDown(new Use(typeof(Operations), typeof(UnitOfWork))).Should().BeTrue();
        GoesDown(new Use(typeof(Admin.Components.App), typeof(Admin.Api.ApiSetup))).Should().BeFalse("they lie on one floor");
    }

    private static bool GoesDown(Use use) => FloorOf(use.Used) < FloorOf(use.User);

    /// <summary>Program, which has no room, lies above all.</summary>
    private static int FloorOf(Type type) => RoomOf(type) is { Length: > 0 } room
        ? Array.FindIndex(Floors, f => f.Contains(room)) is >= 0 and var floor
            ? floor
            : throw new InvalidOperationException($"The room {room} of {type} is on no floor.")
        : Floors.Length;

    private static string RoomOf(Type type) => Part(type, 0);

    private static string FeatureOf(Type type) => Part(type, 1);

    private static string Part(Type type, int index) =>
        type.Namespace is { Length: > 0 } space && space.Length > Root.Length
            ? space[(Root.Length + 1)..].Split('.').ElementAtOrDefault(index) ?? string.Empty
            : string.Empty;

    private sealed record Use(Type User, Type Used)
    {
        public override string ToString() => $"{User.FullName} -> {Used.FullName}";
    }

#pragma warning disable CS0169, CA1823, IDE0044, IDE0051, S1144 // Samples of what is to be found: nobody uses them.
    private static class Samples
    {
        [AttributeUsage(AttributeTargets.Class)]
        public class Used : Attribute
        {
            public static int Value => 1;
        }

        internal sealed class InField
        {
            private Used? _field;
        }

        internal sealed class InBody
        {
            public static int Get() => Used.Value;
        }

        internal sealed class InLambda
        {
            public static Func<int, int> Get() => x => x + Used.Value;
        }

        internal sealed class InAsync
        {
            public static async Task<int> GetAsync()
            {
                await Task.Yield();
                return Used.Value;
            }
        }

        internal sealed class InGenericArgument
        {
            public static object Get() => Array.Empty<Used>();
        }

        [Used]
        internal sealed class InAttribute;

        [AttributeUsage(AttributeTargets.Class)]
        internal sealed class InBase : Used;
    }
#pragma warning restore
}
