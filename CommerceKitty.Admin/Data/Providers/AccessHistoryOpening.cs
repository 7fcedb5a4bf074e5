using Microsoft.EntityFrameworkCore.Migrations;

namespace CommerceKitty.Admin.Data.Providers;

/// <summary>What the migrations named AccessHistory do to an account that has users already: its present state is the beginning of
/// what is known. An empty account is known from its beginning.</summary>
internal static class AccessHistoryOpening
{
    /// <summary>Writes the beginning.</summary>
    /// <param name="migration">The migration, once its tables are there.</param>
    /// <param name="now">The provider's SQL for the present UTC time.</param>
    /// <param name="join">The provider's SQL for first and last name with a space.</param>
    /// <param name="aggregate">The provider's function that joins texts: the text and the separator.</param>
    /// <param name="revoked">The provider's SQL for a key that is revoked.</param>
    public static void BeginAccessHistory(this MigrationBuilder migration, string now, string join, string aggregate, string revoked)
    {
        migration.Sql($"""
            INSERT INTO "ApiKeyHistory" ("ApiKeyId", "Version", "At", "UserId", "Enabled", "Revoked", "ExpiresAt")
            SELECT k."Id", v."Version", {now}, k."UserId", k."Enabled", {revoked}, k."ExpiresAt"
            FROM "ApiKeys" k CROSS JOIN "AccessVersions" v WHERE v."Id" = 1
            """);
        migration.Sql($"""
            INSERT INTO "UserHistory" ("UserId", "Version", "At", "Email", "Name", "Enabled", "IsOwner", "UserGroupId")
            SELECT u."Id", v."Version", {now}, COALESCE(u."Email", ''), {join}, u."Enabled", u."IsOwner",
              (SELECT MIN(m."RoleId") FROM "UserGroupMembers" m WHERE m."UserId" = u."Id")
            FROM "Users" u CROSS JOIN "AccessVersions" v WHERE v."Id" = 1
            """);
        migration.Sql($"""
            INSERT INTO "UserGroupHistory" ("UserGroupId", "Version", "At", "Code", "Name", "Permissions")
            SELECT g."Id", v."Version", {now}, g."Code", COALESCE(g."Name", ''), COALESCE(
              (SELECT {aggregate}(p."ClaimValue", ' ') FROM "UserGroupPermissions" p
               WHERE p."RoleId" = g."Id" AND p."ClaimType" = 'permission'), '')
            FROM "UserGroups" g CROSS JOIN "AccessVersions" v WHERE v."Id" = 1
            """);
        migration.Sql($"""
            UPDATE "AccessVersions" SET "HistoryFrom" = {now} WHERE "Id" = 1 AND EXISTS (SELECT 1 FROM "Users")
            """);
    }
}
