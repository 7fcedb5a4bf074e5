using CommerceKitty.Admin.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace CommerceKitty.Admin.Tests.Data;

/// <summary>The migrations of each provider make the model that the code has. No server is needed to know it.</summary>
[Trait("Database", "None")]
public sealed class PendingModelChangesTests
{
    private static readonly Type[] ContextTypes =
        [.. typeof(CommerceKittyDbContext).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(CommerceKittyDbContext)))];

    /// <summary>Every context subclass, present and future.</summary>
    public static TheoryData<Type> Contexts => new(ContextTypes);

    [Fact]
    public void Contexts_OneForEachProvider() =>
        ContextTypes
            .Select(t => t.Name)
            .Should()
            .Contain(["SqliteCommerceKittyDbContext", "SqlServerCommerceKittyDbContext", "PostgreSqlCommerceKittyDbContext"]);

    [Theory]
    [MemberData(nameof(Contexts))]
    public void DesignTimeFactory_EachContext_IsThere(Type context) =>
        Factories(context).Should().ContainSingle($"dotnet ef makes {context.Name} by it");

    [Theory]
    [MemberData(nameof(Contexts))]
    public void HasPendingModelChanges_EachContext_IsFalse(Type context)
    {
        using var db = Create(context);

        db.Database.GetMigrations().Should().NotBeEmpty();
        db.Database.HasPendingModelChanges().Should().BeFalse(
            $"a change of the model needs a migration: dotnet ef migrations add NAME --context {context.Name} "
            + "-o the provider's Migrations folder");
    }

    private static List<Type> Factories(Type context) =>
        [.. context.Assembly.GetTypes().Where(t => typeof(IDesignTimeDbContextFactory<>).MakeGenericType(context).IsAssignableFrom(t))];

    private static DbContext Create(Type context) =>
        // The interface is covariant in its context.
        ((IDesignTimeDbContextFactory<DbContext>)Activator.CreateInstance(Factories(context).Single())!).CreateDbContext([]);
}
