using Microsoft.EntityFrameworkCore.Migrations;

namespace CommerceKitty.Admin.Data.Providers;

/// <summary>What the migrations named AuditChain make beside the tables: triggers by which the database itself refuses to change or delete
/// entries of the audit log (R8), whoever asks. An entry gets its place in the chain once; then it is closed. What a database's owner
/// may do (drop a trigger) no trigger can refuse; the chain shows it. SQLite drops triggers with a table, so a migration that rebuilds
/// this one makes them again.</summary>
internal static class AuditLogGuard
{
    /// <summary>What the database says to a change.</summary>
    public const string Refusal = "Entries of the audit log are never changed or deleted.";

    /// <summary>All columns that are never changed.</summary>
    private static readonly string[] Closed =
    [
        "Id", "At", "ActorKind", "ActorUserId", "ActorApiKeyId", "ActorApiKey", "Actor", "Address", "Action", "TargetType", "TargetId",
        "Target", "Before", "After", "AccessVersion", "SearchText",
    ];

    /// <summary>An empty log is a whole chain; entries of an older version are chained after the migrations.</summary>
    public static void BeginAuditChain(this MigrationBuilder migration, string zeros) => migration.Sql($"""
        INSERT INTO "AuditChain" ("Id", "Number", "Hash") SELECT 1, 0, {zeros} WHERE NOT EXISTS (SELECT 1 FROM "AuditEntries")
        """);

    /// <summary>SQLite's triggers. The third one is against <c>INSERT OR REPLACE</c>, which deletes without firing any.</summary>
    public static void GuardAuditLogOnSqlite(this MigrationBuilder migration)
    {
        var same = string.Join(" AND ", Closed.Select(c => $"NEW.\"{c}\" IS OLD.\"{c}\""));
        migration.Sql($"""
            CREATE TRIGGER "AuditEntries_NoUpdate" BEFORE UPDATE ON "AuditEntries"
            WHEN NOT (OLD."Number" IS NULL AND NEW."Number" IS NOT NULL AND NEW."Hash" IS NOT NULL AND {same})
            BEGIN SELECT RAISE(ABORT, '{Refusal}'); END
            """);
        migration.Sql($"""
            CREATE TRIGGER "AuditEntries_NoDelete" BEFORE DELETE ON "AuditEntries"
            BEGIN SELECT RAISE(ABORT, '{Refusal}'); END
            """);
        migration.Sql($"""
            CREATE TRIGGER "AuditEntries_NoReplace" BEFORE INSERT ON "AuditEntries"
            WHEN EXISTS (SELECT 1 FROM "AuditEntries" WHERE "Id" = NEW."Id" OR "Number" = NEW."Number")
            BEGIN SELECT RAISE(ABORT, '{Refusal}'); END
            """);
    }

    /// <summary>Takes them away again.</summary>
    public static void UnguardAuditLogOnSqlite(this MigrationBuilder migration)
    {
        foreach (var name in (string[])["NoUpdate", "NoDelete", "NoReplace"])
            migration.Sql($"""DROP TRIGGER "AuditEntries_{name}" """);
    }

    /// <summary>PostgreSQL's triggers.</summary>
    public static void GuardAuditLogOnPostgreSql(this MigrationBuilder migration)
    {
        migration.Sql($"""
            CREATE FUNCTION "RefuseAuditChange"() RETURNS trigger LANGUAGE plpgsql AS $body$
            BEGIN
              IF TG_OP = 'UPDATE' THEN
                IF OLD."Number" IS NULL AND NEW."Number" IS NOT NULL AND NEW."Hash" IS NOT NULL
                  AND to_jsonb(NEW) - 'Number' - 'Hash' = to_jsonb(OLD) - 'Number' - 'Hash' THEN
                  RETURN NEW;
                END IF;
              END IF;
              RAISE EXCEPTION '{Refusal}' USING ERRCODE = 'insufficient_privilege';
            END $body$
            """);
        migration.Sql("""
            CREATE TRIGGER "AuditEntries_NoChange" BEFORE UPDATE OR DELETE ON "AuditEntries"
            FOR EACH ROW EXECUTE FUNCTION "RefuseAuditChange"()
            """);
        migration.Sql("""
            CREATE TRIGGER "AuditEntries_NoTruncate" BEFORE TRUNCATE ON "AuditEntries"
            FOR EACH STATEMENT EXECUTE FUNCTION "RefuseAuditChange"()
            """);
    }

    /// <summary>Takes them away again.</summary>
    public static void UnguardAuditLogOnPostgreSql(this MigrationBuilder migration)
    {
        migration.Sql("""DROP TRIGGER "AuditEntries_NoChange" ON "AuditEntries" """);
        migration.Sql("""DROP TRIGGER "AuditEntries_NoTruncate" ON "AuditEntries" """);
        migration.Sql("""DROP FUNCTION "RefuseAuditChange"() """);
    }

    /// <summary>SQL Server's trigger. It also runs for statements that find no row, and those change nothing. Within EXEC, because it must
    /// be alone in its batch.</summary>
    public static void GuardAuditLogOnSqlServer(this MigrationBuilder migration)
    {
        var changed = string.Join(" OR ", Closed.Select(c => $"UPDATE([{c}])"));
        migration.Sql($"""
            EXEC(N'CREATE TRIGGER [AuditEntries_NoChange] ON [AuditEntries] AFTER UPDATE, DELETE AS
            BEGIN
              SET NOCOUNT ON;
              IF EXISTS (SELECT 1 FROM deleted)
                AND (NOT EXISTS (SELECT 1 FROM inserted)
                  OR EXISTS (SELECT 1 FROM deleted WHERE [Number] IS NOT NULL)
                  OR EXISTS (SELECT 1 FROM inserted WHERE [Number] IS NULL OR [Hash] IS NULL)
                  OR {changed})
                THROW 51000, ''{Refusal}'', 1;
            END')
            """);
    }

    /// <summary>Takes it away again.</summary>
    public static void UnguardAuditLogOnSqlServer(this MigrationBuilder migration) =>
        migration.Sql("DROP TRIGGER [AuditEntries_NoChange]");
}
