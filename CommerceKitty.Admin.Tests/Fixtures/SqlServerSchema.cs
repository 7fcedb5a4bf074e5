using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>The schema that scripts leave behind on SQL Server, without a server: it follows their DDL statement by statement, then
/// hands the outcome to DacFx, whose model knows only finished objects.</summary>
public sealed class SqlServerSchema
{
    private readonly Dictionary<string, CreateTableStatement> _tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, CreateIndexStatement> _indexes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The statements of a script, all its batches.</summary>
    /// <returns>The errors with their lines; empty when SQL Server 2022 can read it.</returns>
    public static (IReadOnlyList<TSqlStatement> Statements, IReadOnlyList<string> Errors) Parse(string script)
    {
        var tree = new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(script), out var errors);
        return ([.. ((TSqlScript)tree).Batches.SelectMany(b => b.Statements)], [.. errors.Select(e => $"{e.Line}:{e.Column} {e.Message}")]);
    }

    /// <summary>Follows a migration's script.</summary>
    /// <exception cref="NotSupportedException">It holds a statement that this does not know yet.</exception>
    public void Apply(string script)
    {
        var (statements, errors) = Parse(script);
        if (errors.Count > 0)
            throw new FormatException(string.Join('\n', errors));
        foreach (var statement in statements)
            Apply(statement);
    }

    /// <summary>The model of what is there now.</summary>
    public TSqlModel ToModel()
    {
        var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions());
        var generator = new Sql160ScriptGenerator();
        foreach (var statement in _tables.Values.Cast<TSqlStatement>().Concat(_indexes.Values))
        {
            generator.GenerateScript(statement, out var sql);
            model.AddObjects(sql);
        }

        return model;
    }

    /// <summary>What DacFx finds wrong with a model.</summary>
    public static IReadOnlyList<string> ErrorsOf(TSqlModel model) =>
        [.. model.Validate().Where(m => m.MessageType == Microsoft.SqlServer.Dac.DacMessageType.Error).Select(m => m.ToString())];

    private void Apply(TSqlStatement statement)
    {
        switch (statement)
        {
            case CreateTableStatement create:
                _tables.Add(NameOf(create.SchemaObjectName), create);
                break;
            case CreateIndexStatement create:
                TableOf(create.OnName);
                _indexes.Add($"{NameOf(create.OnName)}.{create.Name.Value}", create);
                break;
            case AlterTableAddTableElementStatement add:
                var table = TableOf(add.SchemaObjectName).Definition;
                foreach (var column in add.Definition.ColumnDefinitions)
                    table.ColumnDefinitions.Add(column);
                foreach (var constraint in add.Definition.TableConstraints)
                    table.TableConstraints.Add(constraint);
                break;
            case AlterTableAlterColumnStatement alter:
                Alter(ColumnOf(TableOf(alter.SchemaObjectName), alter.ColumnIdentifier.Value), alter);
                break;
            case AlterTableDropTableElementStatement drop:
                foreach (var element in drop.AlterTableDropTableElements)
                    Drop(TableOf(drop.SchemaObjectName), element);
                break;
            case DropTableStatement drop:
                foreach (var name in drop.Objects.Select(NameOf))
                {
                    if (!_tables.Remove(name))
                        throw new FormatException($"There is no table {name} to drop.");
                    foreach (var index in _indexes.Keys.Where(i => i.StartsWith(name + ".", StringComparison.OrdinalIgnoreCase)).ToList())
                        _indexes.Remove(index);
                }

                break;
            case DropIndexStatement drop:
                foreach (var clause in drop.DropIndexClauses.Cast<DropIndexClause>())
                {
                    if (!_indexes.Remove($"{NameOf(clause.Object)}.{clause.Index.Value}"))
                        throw new FormatException($"There is no index {clause.Index.Value} to drop.");
                }

                break;
            case IfStatement { ThenStatement: BeginEndBlockStatement block }:
                foreach (var inner in block.StatementList.Statements)
                    Apply(inner);
                break;
            // A column's default has a name that the server makes up; EF Core looks it up and drops it so.
            case IfStatement { ThenStatement: ExecuteStatement }:
            // Before rows that a migration brings, EF Core asks whether the table numbers them itself.
            case IfStatement { ThenStatement: SetIdentityInsertStatement }:
            // Triggers are made by EXEC, because they must be alone in a batch.
            case ExecuteStatement or DropTriggerStatement:
            case DeclareVariableStatement or SelectStatement or SetVariableStatement:
            case InsertStatement or UpdateStatement or DeleteStatement:
            case BeginTransactionStatement or CommitTransactionStatement or PredicateSetStatement:
                break;
            default:
                throw new NotSupportedException(
                    $"{nameof(SqlServerSchema)} does not know {statement.GetType().Name} at line {statement.StartLine}: teach it.");
        }
    }

    private static void Alter(ColumnDefinition column, AlterTableAlterColumnStatement alter)
    {
        column.DataType = alter.DataType;
        foreach (var nullable in column.Constraints.OfType<NullableConstraintDefinition>().ToList())
            column.Constraints.Remove(nullable);
        column.Constraints.Add(new NullableConstraintDefinition
        {
            Nullable = alter.AlterTableAlterColumnOption is not AlterTableAlterColumnOption.NotNull,
        });
    }

    private static void Drop(CreateTableStatement table, AlterTableDropTableElement element)
    {
        var name = element.Name.Value;
        if (element.TableElementType == TableElementType.Column)
            table.Definition.ColumnDefinitions.Remove(ColumnOf(table, name));
        else if (table.Definition.TableConstraints.SingleOrDefault(c => c.ConstraintIdentifier?.Value == name) is { } constraint)
            table.Definition.TableConstraints.Remove(constraint);
        else
            throw new FormatException($"There is no constraint {name} to drop.");
    }

    private static ColumnDefinition ColumnOf(CreateTableStatement table, string name) =>
        table.Definition.ColumnDefinitions.SingleOrDefault(c =>
            string.Equals(c.ColumnIdentifier.Value, name, StringComparison.OrdinalIgnoreCase)
        ) ?? throw new FormatException($"There is no column {NameOf(table.SchemaObjectName)}.{name}.");

    private static string NameOf(SchemaObjectName name) => name.BaseIdentifier.Value;

    private CreateTableStatement TableOf(SchemaObjectName name) =>
        _tables.GetValueOrDefault(NameOf(name)) ?? throw new FormatException($"There is no table {NameOf(name)}.");
}
