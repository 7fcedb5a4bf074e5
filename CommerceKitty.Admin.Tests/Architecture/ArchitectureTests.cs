using System.Reflection;
using System.Text.RegularExpressions;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace CommerceKitty.Admin.Tests.Architecture;

/// <summary>The house's rules that a compiler does not know. Each rule proves that it finds a violation and that there is something
/// it looks at; a rule that matches nothing is as good as none.</summary>
public sealed partial class ArchitectureTests
{
    private const string Product = "CommerceKitty.Admin/";

    /// <summary>What only services and Data/ may hold.</summary>
    private static readonly Type[] DataTypes =
    [
        typeof(CommerceKittyDbContext),
        typeof(IDbContextFactory<>),
        typeof(UnitOfWork),
        typeof(Work),
    ];

    /// <summary>What reaches the database without <see cref="Operations"/>, each with its reason. Everything else gets the database from
    /// there, and so only for an actor who meets the operation's requirement.</summary>
    private static readonly Dictionary<string, string> WithoutRequirement = new()
    {
        ["SignInService.SignInAsync"] = "nobody is signed in yet",
        ["SignInService.SignOutAsync"] = "everybody may leave",
        ["PasswordLinkService.OpenAsync"] = "the token from the mail is the permission",
        ["PasswordLinkService.ChoosePasswordAsync"] = "the token from the mail is the permission",
        ["ForgottenPasswords.SendAsync"] = "the link is mailed to the account's own address",
        ["OwnerSetup.IsNeededAsync"] = "asked before anybody exists",
        ["OwnerSetup.AnnounceAsync"] = "the server's start",
        ["OwnerSetup.CreateOwnerAsync"] = "the code from the server's log is the permission",
        ["DemoShop.SeedAsync"] = "the server's start, in Development",
        ["IdempotencyStore.BeginAsync"] = "the request was authorized before; rows belong to its key",
        ["IdempotencyStore.AnswerAsync"] = "the request was authorized before; rows belong to its key",
        ["IdempotencyStore.ReleaseAsync"] = "the request was authorized before; rows belong to its key",
        ["NoticeMaker.RunOnceAsync"] = "the server's own work; who is told what, it works out itself",
        ["NoticeMailer.RunOnceAsync"] = "the server's own work; mails go to those who were told",
        ["UserSessions.SeenAsync"] = "notes the caller's own session",
    };

    private static readonly Type[] ProductTypes = [.. typeof(Program).Assembly.GetTypes()];

    [Fact]
    public void PagesEndpointsAndCommands_NeverHoldTheDatabase()
    {
        var types = ProductTypes.Where(IsAboveServices).ToList();

        types
            .Should()
            .Contain(t => typeof(IComponent).IsAssignableFrom(t))
            .And.Contain(t => t.Name.EndsWith("Endpoints", StringComparison.Ordinal))
            .And.Contain(t => t.Namespace!.EndsWith(".Cli", StringComparison.Ordinal));
        types.SelectMany(DataHeldBy).Should().BeEmpty("only services and Data/ do: page or endpoint → service → database (ADR 0001)");
    }

    [Fact]
    public void DataHeldBy_EachWayOfHolding_IsFound()
    {
        DataHeldBy(typeof(HoldsInField)).Should().NotBeEmpty();
        DataHeldBy(typeof(HoldsInConstructor)).Should().NotBeEmpty();
        DataHeldBy(typeof(HoldsInjected)).Should().NotBeEmpty();
        DataHeldBy(typeof(HoldsAsParameter)).Should().NotBeEmpty();
        DataHeldBy(typeof(AsksForIt)).Should().NotBeEmpty();
        DataHeldBy(typeof(LawfulService)).Should().NotBeEmpty("a service does hold it");
        DataHeldBy(typeof(Error)).Should().BeEmpty();
    }

    [Fact]
    public void PagesEndpointsAndCommands_NeverNameTheDatabase() => Obey(
        Sources.Product,
        f => f.Path.EndsWith(".razor", StringComparison.Ordinal) || f.Path.EndsWith(".razor.cs", StringComparison.Ordinal)
            || f.Path.EndsWith("Endpoints.cs", StringComparison.Ordinal) || IsIn(f, "Cli", "Components", "Controls", "Api"),
        DataTypesPattern(),
        new SourceFile(Product + "Features/Cats/CatsPage.razor", "@inject IDbContextFactory<CommerceKittyDbContext> Databases"),
        "pages, endpoints and commands call a service (ADR 0001)");

    [Fact]
    public void Features_EachOperation_RequiresBeforeItTouchesData_R1()
    {
        var operations = ProductTypes.Where(IsFeatureClass).SelectMany(OperationsOf).Where(ReachesData).ToList();

        operations
            .Select(o => o.DeclaringType!.Name)
            .Should()
            .Contain(["ApiKeyService", "ApiKeyQueries", "ApiKeyRotationService", "OrderService", "UserService", "UserGroupService"]);
        operations.Where(o => !RequiresFirst(o)).Select(NameOf).Distinct().Should().BeEquivalentTo(
            WithoutRequirement.Keys,
            "each operation of a feature goes through Operations (R1). If one really needs no requirement, list it with its reason");
    }

    [Theory]
    [InlineData(nameof(LawfulService.ReadsAsync), true)]
    [InlineData(nameof(LawfulService.ChangesByHelper), true)]
    [InlineData(nameof(LawfulService.NeverRequiresAsync), false)]
    [InlineData(nameof(LawfulService.RequiresTooLateAsync), false)]
    [InlineData(nameof(LawfulService.NeverRequiresByHelper), false)]
    [InlineData(nameof(LawfulService.OnlyAsksWhoAsync), false)]
    public void RequiresFirst_EachSample_IsToldRight(string operation, bool lawful)
    {
        var method = typeof(LawfulService).GetMethod(operation)!;

        ReachesData(method).Should().BeTrue();
        RequiresFirst(method).Should().Be(lawful);
    }

    [Fact]
    public void HttpContextAccessor_OnlyInIdentitysSignInManager() => Obey(
        Sources.Product,
        f => IsCode(f) && f.Path != Product + "Features/Account/PersonSignInManager.cs",
        HttpContextAccessorPattern(),
        new SourceFile(Product + "Features/Cats/CatService.cs", "public sealed class CatService(IHttpContextAccessor http);"),
        "a circuit has no HttpContext; ask CurrentActor");

    [Fact]
    public void Sql_IsNeverSentPastTheChangeTracker() => Obey(
        Sources.Product,
        // The one exception, which raises the access version itself (R12).
        f => IsCode(f) && f.Path != Product + "Access/AccessVersioning.cs",
        PastTheTrackerPattern(),
        new SourceFile(Product + "Features/Cats/CatService.cs", "await db.Cats.Where(c => c.Old)\n    .ExecuteDeleteAsync(ct);"),
        "SaveChanges is where audit entries and versions are kept right, for every change");

    [Fact]
    public void Names_Components_EndInPageOrDialog()
    {
        var pages = ProductTypes.Where(t => t.IsDefined(typeof(RouteAttribute))).Select(t => t.Name).ToList();
        var dialogs = ProductTypes.Where(t => IsDialog(t) && t != typeof(DialogFrame)).Select(t => t.Name)
            .Concat(Sources.Product.SelectMany(f => ShowDialogPattern().Matches(f.Text)).Select(m => m.Groups["name"].Value))
            .Where(name => name != "T") // SingleDialogs passes on what it is asked to show.
            .ToList();

        pages.Should().NotBeEmpty();
        dialogs.Should().NotBeEmpty();
        Misnamed(pages, "Page").Should().BeEmpty();
        Misnamed(dialogs, "Dialog").Should().BeEmpty();
        Misnamed(["CatsPage", "Cats"], "Page").Should().Equal("Cats");
        IsDialog(typeof(SampleDialog)).Should().BeTrue();
    }

    [Fact]
    public void Markup_IsNeverTakenFromText() => Obey(
        Sources.Product,
        f => IsIn(f, "Features") && IsCode(f),
        RawMarkupPattern(),
        new SourceFile(Product + "Features/Cats/CatsPage.razor", "<p>@((MarkupString)cat.Name)</p>"),
        "what people typed would run as script");

    [Fact]
    public void Console_IsWrittenOnlyByTheCommandLineAndTheStart() => Obey(
        Sources.Product,
        f => IsCode(f) && !IsIn(f, "Cli") && f.Path != Product + "Startup/HostSetup.cs",
        ConsolePattern(),
        new SourceFile(Product + "Features/Cats/CatService.cs", "Console.WriteLine(cat);"),
        "standard output belongs to the commands' answers; log instead");

    [Fact]
    public void Pages_LoadNothingFromOutside() => Obey(
        Sources.Product,
        f => !f.Path.EndsWith(".cs", StringComparison.Ordinal),
        OutsidePattern(),
        new SourceFile(Product + "wwwroot/cats.css", "@import url(//fonts.example/cat.css);"),
        "the product works offline, and nobody outside learns who uses it; localhost in an example is fine");

    [Fact]
    public void Tests_NeverSleep() => Obey(
        Sources.Tests,
        f => IsCode(f) && !f.Path.Contains("/Fixtures/", StringComparison.Ordinal),
        SleepPattern(),
        new SourceFile("CommerceKitty.Admin.Tests/CatTests.cs", $"await {nameof(Task)}.Delay(100);"),
        "a sleep is too short on a busy machine and too long on any other: wait for the thing itself, or move a fake clock");

    private static void Obey(
        IReadOnlyList<SourceFile> sources,
        Func<SourceFile, bool> applies,
        Regex forbidden,
        SourceFile violating,
        string because)
    {
        applies(violating).Should().BeTrue("the rule must look at files like its sample");
        violating.Find(forbidden).Should().NotBeEmpty("the rule must find its sample");
        var files = sources.Where(applies).ToList();
        files.Should().NotBeEmpty("the rule must look at something");
        files.SelectMany(f => f.Find(forbidden)).Should().BeEmpty(because);
    }

    private static bool IsIn(SourceFile file, params string[] folders) =>
        folders.Any(f => file.Path.StartsWith($"{Product}{f}/", StringComparison.Ordinal));

    private static bool IsCode(SourceFile file) => Path.GetExtension(file.Path) is ".cs" or ".razor";

    private static IEnumerable<string> Misnamed(IEnumerable<string> names, string ending) =>
        names.Where(n => !n.EndsWith(ending, StringComparison.Ordinal)).Distinct();

    private static bool IsDialog(Type type) =>
        typeof(IComponent).IsAssignableFrom(type)
        && type.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Any(p => p.PropertyType == typeof(IMudDialogInstance) && p.IsDefined(typeof(CascadingParameterAttribute)));

    private static bool IsAboveServices(Type type) =>
        type.Namespace is { } space && !type.IsNested
        && (typeof(IComponent).IsAssignableFrom(type)
            || type.Name.EndsWith("Endpoints", StringComparison.Ordinal)
            || AboveServicesPattern().IsMatch(space));

    /// <summary>Where the type holds, takes, makes or asks for something of the database.</summary>
    private static IEnumerable<string> DataHeldBy(Type type)
    {
        const BindingFlags All =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var mentions = type.GetFields(All).Select(f => (f.FieldType, $"field {f.Name}"))
            .Concat(type.GetProperties(All).Select(p => (p.PropertyType, $"property {p.Name}")))
            .Concat(Calls.MethodsOf(type).SelectMany(MentionedBy));
        return mentions.Where(m => IsData(m.Item1)).Select(m => $"{type.FullName}: {m.Item2} is {m.Item1.Name}");
    }

    private static IEnumerable<(Type, string)> MentionedBy(MethodBase method)
    {
        foreach (var parameter in method.GetParameters())
            yield return (parameter.ParameterType, $"{method.Name}({parameter.Name})");
        foreach (var local in method.GetMethodBody()?.LocalVariables ?? [])
            yield return (local.LocalType, $"a variable of {method.Name}");
        foreach (var (called, _) in Calls.InBody(method))
        {
            if (called.IsGenericMethod)
            {
                foreach (var argument in called.GetGenericArguments())
                    yield return (argument, $"{method.Name} calls {called.Name}<{argument.Name}>, which");
            }
        }
    }

    private static bool IsData(Type type) =>
        DataTypes.Any(d => d.IsAssignableFrom(type) || (type.IsGenericType && type.GetGenericTypeDefinition() == d))
        || (type.IsGenericType && type.GetGenericArguments().Any(IsData));

    /// <summary>Whatever its name is; pages and dialogs are held to other rules.</summary>
    private static bool IsFeatureClass(Type type) =>
        type is { IsClass: true, IsNested: false } && !typeof(IComponent).IsAssignableFrom(type)
        // A part of one transaction, made by an operation.
        && !type.GetFields(BindingFlags.NonPublic | BindingFlags.Instance).Any(f => f.FieldType == typeof(Work))
        && type.Namespace?.StartsWith("CommerceKitty.Admin.Features.", StringComparison.Ordinal) == true;

    /// <summary>What others can call; a method that is given the transaction or the context belongs to the operation that gives
    /// it.</summary>
    private static IEnumerable<MethodInfo> OperationsOf(Type type) =>
        type.GetMethods(
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(m => !m.IsPrivate && m.GetBaseDefinition() == m)
            .Where(m =>
                !m.GetParameters().Any(p => p.ParameterType == typeof(Work) || typeof(DbContext).IsAssignableFrom(p.ParameterType)));

    private static string NameOf(MethodInfo operation) => $"{operation.DeclaringType!.Name}.{operation.Name}";

    private static bool ReachesData(MethodInfo operation) => Calls.InOrder(operation).Any(c => IsRequirement(c) || IsDataCall(c));

    private static bool RequiresFirst(MethodInfo operation) =>
        Calls.InOrder(operation).FirstOrDefault(c => IsRequirement(c) || IsDataCall(c)) is { } first && IsRequirement(first);

    private static bool IsRequirement(MethodBase called) => called.DeclaringType == typeof(Operations);

    private static bool IsDataCall(MethodBase called)
    {
        if (called.IsConstructor || called.DeclaringType is not { } type)
            return false;
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return type == typeof(UnitOfWork) || type == typeof(AccessReader) || typeof(DbContext).IsAssignableFrom(type)
            || definition == typeof(IDbContextFactory<>) || definition == typeof(UserManager<>) || definition == typeof(RoleManager<>)
            || definition == typeof(SignInManager<>) || definition == typeof(DbSet<>);
    }

    [GeneratedRegex(@"^CommerceKitty\.Admin\.(Components|Controls|Cli|Api)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex AboveServicesPattern();

    [GeneratedRegex(@"\b(CommerceKittyDbContext|IDbContextFactory|UnitOfWork)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex DataTypesPattern();

    [GeneratedRegex(@"\bI?HttpContextAccessor\b")]
    private static partial Regex HttpContextAccessorPattern();

    [GeneratedRegex(@"\b(ExecuteUpdate|ExecuteDelete|ExecuteSql\w*|FromSql\w*|SqlQuery\w*)(Async)?\b", RegexOptions.ExplicitCapture)]
    private static partial Regex PastTheTrackerPattern();

    [GeneratedRegex(@"\bShowAsync<(?<name>\w+)>")]
    private static partial Regex ShowDialogPattern();

    [GeneratedRegex(@"\b(MarkupString|AddMarkupContent)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex RawMarkupPattern();

    [GeneratedRegex(@"\bConsole\.((Out|Error)\.)?Write", RegexOptions.ExplicitCapture)]
    private static partial Regex ConsolePattern();

    [GeneratedRegex("""https?://(?!localhost\b|www\.w3\.org/)|["'(]//\w""")]
    private static partial Regex OutsidePattern();

    [GeneratedRegex(@"\b(Thread\.Sleep|Task\.Delay)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex SleepPattern();

#pragma warning disable CS0169, CS0649, IDE0044, IDE0051, IDE0052, CA1823, S1144 // Samples of what must not be: nobody uses them.
    private sealed class HoldsInField
    {
        private CommerceKittyDbContext? _db;
    }

    private sealed class HoldsInConstructor(IDbContextFactory<CommerceKittyDbContext> databases)
    {
        public override string ToString() => databases.ToString()!;
    }

    private sealed class HoldsInjected
    {
        [Inject]
        public UnitOfWork UnitOfWork { get; set; } = default!;
    }

    private sealed class HoldsAsParameter
    {
        public static Task ListCats(CommerceKittyDbContext db) => db.Orders.LoadAsync();
    }

    private sealed class AsksForIt
    {
        public static Func<object> Ask(IServiceProvider services) => () => services.GetRequiredService<UnitOfWork>();
    }

    private sealed class SampleDialog : ComponentBase
    {
        [CascadingParameter]
        private IMudDialogInstance Dialog { get; set; } = default!;
    }
#pragma warning restore

    private sealed class LawfulService(
        CurrentActor current,
        Operations operations,
        IDbContextFactory<CommerceKittyDbContext> databases,
        UnitOfWork unitOfWork)
    {
        public Task<Result<int>> ReadsAsync() =>
            operations.ReadAsync<int>(Permissions.Orders.View, async (db, _) => await db.Orders.CountAsync());

        public Task<Result<Done>> ChangesByHelper() =>
            ChangeAsync(async work => await work.Db.Orders.AnyAsync() ? Done.Value : Error.ChangedMeanwhile);

        public async Task<int> NeverRequiresAsync()
        {
            await Task.Yield();
            return await CountAsync();
        }

        public async Task<Result<int>> RequiresTooLateAsync()
        {
            var count = await CountAsync();
            return await operations.ReadAsync<int>(Permissions.Orders.View, (_, _) => Task.FromResult<Result<int>>(count));
        }

        public Task<Result<Done>> NeverRequiresByHelper() =>
            unitOfWork.RunAsync<Done>(Actor.System, async work => await work.Db.Orders.AnyAsync() ? Done.Value : Error.ChangedMeanwhile);

        public async Task<int> OnlyAsksWhoAsync() => await current.GetAsync() is null ? 0 : await CountAsync();

        private Task<Result<Done>> ChangeAsync(Func<Work, Task<Result<Done>>> change) =>
            operations.ChangeAsync(Permissions.Orders.Edit, change);

        private async Task<int> CountAsync()
        {
            await using var db = await databases.CreateDbContextAsync();
            return await db.Orders.CountAsync();
        }
    }
}
