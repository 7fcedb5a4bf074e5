using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Providers.SqlServer;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.Dac.Model;
using Index = Microsoft.SqlServer.Dac.Model.Index;

namespace CommerceKitty.Admin.Tests.Data;

/// <summary>What SQL Server would say to our migrations, asked of its own parser and model: no SQL Server runs here.</summary>
[Trait("Database", "None")]
public sealed class SqlServerSchemaTests : IDisposable
{
    private static readonly string[] MigrationNames = NamesOfMigrations();

    private readonly SqlServerCommerceKittyDbContext _db = new SqlServerDesignTimeFactory().CreateDbContext([]);

    /// <summary>Every migration of the provider, present and future.</summary>
    public static TheoryData<string> Migrations => new(MigrationNames);

    public void Dispose() => _db.Dispose();

    [Theory]
    [MemberData(nameof(Migrations))]
    public void Up_EachMigration_IsReadableAndLeavesAValidSchema(string migration)
    {
        SqlServerSchema.Parse(ScriptOf(migration)).Errors.Should().BeEmpty();
        SqlServerSchema.ErrorsOf(SchemaAfter(migration)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Migrations))]
    public void Down_EachMigration_IsReadable(string migration)
    {
        var script = Migrator.GenerateScript(migration, Before(migration));

        var (statements, errors) = SqlServerSchema.Parse(script);
        errors.Should().BeEmpty();
        statements.Should().NotBeEmpty();
    }

    [Fact]
    public void IdempotentScript_IsReadable()
    {
        var (statements, errors) = SqlServerSchema.Parse(Migrator.GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent));

        errors.Should().BeEmpty();
        statements.Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("Users", "IsOwner", "[IsOwner] = 1")]
    [InlineData("Users", "NormalizedEmail", "[NormalizedEmail] IS NOT NULL")]
    [InlineData("UserGroupMembers", "UserId", null)]
    [InlineData("UserGroups", "Code", null)]
    [InlineData("ApiKeys", "Hash", null)]
    [InlineData("Orders", "Number", null)]
    [InlineData("Products", "Code", null)]
    [InlineData("StockItems", "SourceId, ProductId", null)]
    public void Schema_WhatMustBeUnique_HasAUniqueIndex(string table, string columns, string? filter)
    {
        var index = Latest().GetObjects(DacQueryScopes.UserDefined, Index.TypeClass).Should()
            .ContainSingle(i => TableOf(i, Index.IndexedObject) == table && ColumnsOf(i) == columns && i.GetProperty<bool>(Index.Unique))
            .Subject;

        Unwrapped(FilterOf(index)).Should().Be(Unwrapped(filter));
    }

    [Fact]
    public void Schema_Hash_Is32Bytes()
    {
        var hash = ColumnsOf(Latest(), "ApiKeys")["Hash"];

        hash.GetProperty<int>(Column.Length).Should().Be(32);
        hash.GetProperty<bool>(Column.Nullable).Should().BeFalse();
    }

    /// <summary>SQL Server refuses such a row at the time of the insert, the model does not.</summary>
    [Fact]
    public void Schema_EachIndex_KeyIsShortEnough()
    {
        var indexes = Latest().GetObjects(DacQueryScopes.UserDefined, Index.TypeClass).ToList();

        indexes.Should().NotBeEmpty();
        indexes.Select(i => (Index: i.Name.ToString(), Bytes: i.GetReferenced(Index.Columns).Sum(BytesOf)))
            .Should().OnlyContain(i => i.Bytes <= 1700, "a nonclustered index's key has at most 1,700 bytes");
    }

    [Fact]
    public void Schema_CascadingDeletes_ReachATableByOneWay() => CascadeFaults(Latest()).Should().BeEmpty();

    [Fact]
    public void Schema_TwoWaysOfCascading_IsFound()
    {
        var schema = new SqlServerSchema();
        schema.Apply("""
            CREATE TABLE [A] ([Id] int NOT NULL PRIMARY KEY);
            CREATE TABLE [B] ([Id] int NOT NULL PRIMARY KEY,
                [AId] int NOT NULL CONSTRAINT [FK_B] FOREIGN KEY REFERENCES [A] ([Id]) ON DELETE CASCADE);
            CREATE TABLE [C] ([Id] int NOT NULL PRIMARY KEY,
                [AId] int NULL CONSTRAINT [FK_CA] FOREIGN KEY REFERENCES [A] ([Id]) ON DELETE SET NULL,
                [BId] int NOT NULL CONSTRAINT [FK_CB] FOREIGN KEY REFERENCES [B] ([Id]) ON DELETE CASCADE);
            """);

        CascadeFaults(schema.ToModel()).Should().Equal("A reaches C by more than one way");
    }

    [Fact]
    public void Parse_BrokenStatement_IsFound() =>
        SqlServerSchema.Parse("GO\nCREATE TABEL [Cats] ([Id] int);").Errors.Should().ContainSingle().Which.Should().StartWith("2:");

    [Theory]
    [InlineData("CREATE TABLE [Cats] ([Id] int NOT NULL, CONSTRAINT [FK_Cats] FOREIGN KEY ([Id]) REFERENCES [NoTable] ([Id]));")]
    [InlineData("CREATE TABLE [Cats] ([Id] int NOT NULL); CREATE INDEX [IX_Cats] ON [Cats] ([NoColumn]);")]
    [InlineData(
        "CREATE TABLE [Cats] ([Id] int NOT NULL); ALTER TABLE [Cats] ADD [Name] nvarchar(max) NOT NULL; "
        + "CREATE UNIQUE INDEX [IX_Cats] ON [Cats] ([Nam]);")]
    [InlineData("CREATE TABLE [Cats] ([Id] noSuchType NOT NULL);")]
    public void ErrorsOf_BrokenSchema_IsFound(string script)
    {
        var schema = new SqlServerSchema();
        schema.Apply(script);

        SqlServerSchema.ErrorsOf(schema.ToModel()).Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("ALTER TABLE [NoTable] ADD [Name] int NULL;")]
    [InlineData("DROP TABLE [NoTable];")]
    [InlineData("CREATE INDEX [IX] ON [NoTable] ([Id]);")]
    [InlineData("CREATE TABLE [Cats] ([Id] int NOT NULL); ALTER TABLE [Cats] DROP COLUMN [NoColumn];")]
    [InlineData("CREATE TABLE [Cats] ([Id] int NOT NULL); ALTER TABLE [Cats] ALTER COLUMN [NoColumn] int NULL;")]
    [InlineData("CREATE TABLE [Cats] ([Id] int NOT NULL); DROP INDEX [NoIndex] ON [Cats];")]
    public void Apply_ChangeOfWhatIsNotThere_Throws(string script)
    {
        var applying = () => new SqlServerSchema().Apply(script);

        applying.Should().Throw<FormatException>();
    }

    [Fact]
    public void Apply_LaterChanges_LeaveWhatTheyMade()
    {
        var schema = new SqlServerSchema();
        schema.Apply("""
            CREATE TABLE [Cats] ([Id] int NOT NULL CONSTRAINT [PK_Cats] PRIMARY KEY, [Name] nvarchar(10) NOT NULL, [Old] int NULL);
            CREATE TABLE [Dogs] ([Id] int NOT NULL);
            CREATE INDEX [IX_Cats_Old] ON [Cats] ([Old]);
            GO
            DROP INDEX [IX_Cats_Old] ON [Cats];
            ALTER TABLE [Cats] DROP COLUMN [Old];
            ALTER TABLE [Cats] ALTER COLUMN [Name] nvarchar(80) NULL;
            ALTER TABLE [Cats] ADD [Lives] int NOT NULL DEFAULT 9;
            DROP TABLE [Dogs];
            """);

        var model = schema.ToModel();
        SqlServerSchema.ErrorsOf(model).Should().BeEmpty();
        var columns = ColumnsOf(model, "Cats");
        columns.Keys.Should().BeEquivalentTo("Id", "Name", "Lives");
        columns["Name"].GetProperty<int>(Column.Length).Should().Be(80);
        columns["Name"].GetProperty<bool>(Column.Nullable).Should().BeTrue();
    }

    private IMigrator Migrator => _db.GetService<IMigrator>();

    private static string[] NamesOfMigrations()
    {
        using var db = new SqlServerDesignTimeFactory().CreateDbContext([]);
        return [.. db.Database.GetMigrations()];
    }

    private static string Before(string migration) =>
        MigrationNames.TakeWhile(m => m != migration).LastOrDefault(Migration.InitialDatabase);

    private string ScriptOf(string migration) => Migrator.GenerateScript(Before(migration), migration);

    private TSqlModel Latest() => SchemaAfter(MigrationNames[^1]);

    private TSqlModel SchemaAfter(string migration)
    {
        var schema = new SqlServerSchema();
        foreach (var earlier in MigrationNames.TakeWhile(m => m != migration).Append(migration))
            schema.Apply(ScriptOf(earlier));
        return schema.ToModel();
    }

    private static string TableOf(TSqlObject owned, ModelRelationshipClass relationship) =>
        owned.GetReferenced(relationship).Single().Name.Parts[^1];

    private static string ColumnsOf(TSqlObject index) =>
        string.Join(", ", index.GetReferenced(Index.Columns).Select(c => c.Name.Parts[^1]));

    private static Dictionary<string, TSqlObject> ColumnsOf(TSqlModel model, string table) =>
        model.GetObjects(DacQueryScopes.UserDefined, Table.TypeClass).Single(t => t.Name.Parts[^1] == table)
            .GetReferenced(Table.Columns).ToDictionary(c => c.Name.Parts[^1]);

    private static string? FilterOf(TSqlObject index) =>
        index.GetScript().Split("WHERE", 2) is [_, var filter] ? filter.Trim().TrimEnd(';') : null;

    /// <summary>Without the brackets and blanks in which the two tools differ.</summary>
    private static string? Unwrapped(string? predicate) =>
        string.IsNullOrEmpty(predicate) ? null : new string([.. predicate.Where(c => c is not ('(' or ')' or '[' or ']' or ' '))]);

    private static int BytesOf(TSqlObject column)
    {
        if (column.GetProperty<bool>(Column.IsMax))
            return int.MaxValue / 4;
        var length = column.GetProperty<int>(Column.Length);
        var type = column.GetReferenced(Column.DataType).Single().Name.Parts[^1];
        return type switch
        {
            "nvarchar" or "nchar" => length * 2,
            "varchar" or "char" or "varbinary" or "binary" => length,
            // Everything else that we index is a number, a time or a flag.
            _ => 16,
        };
    }

    /// <summary>SQL Server's error 1785: deleting one row may reach a table only by one chain of cascades, and never a table
    /// again.</summary>
    private static List<string> CascadeFaults(TSqlModel model)
    {
        var cascades = model.GetObjects(DacQueryScopes.UserDefined, ForeignKeyConstraint.TypeClass)
            .Where(f => f.GetProperty<ForeignKeyAction>(ForeignKeyConstraint.DeleteAction) != ForeignKeyAction.NoAction)
            .ToLookup(f => TableOf(f, ForeignKeyConstraint.ForeignTable), f => TableOf(f, ForeignKeyConstraint.Host));
        cascades.Should().NotBeEmpty();
        return
        [
            .. from start in cascades.Select(c => c.Key)
               from reached in Reached(start, depth: 0).GroupBy(t => t)
               where reached.Count() > 1 || reached.Key == start
               select $"{start} reaches {reached.Key} by more than one way",
        ];

        IEnumerable<string> Reached(string table, int depth) =>
            depth > 20 ? [] : cascades[table].SelectMany(t => Reached(t, depth + 1).Prepend(t));
    }
}
