using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommerceKitty.Admin.Data.Providers.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class AccessHistory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "HistoryFrom",
                table: "AccessVersions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ApiKeyHistory",
                columns: table => new
                {
                    ApiKeyId = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    UserId = table.Column<int>(type: "integer", nullable: false),
                    Enabled = table.Column<bool>(type: "boolean", nullable: false),
                    Revoked = table.Column<bool>(type: "boolean", nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ApiKeyHistory", x => new { x.ApiKeyId, x.Version });
                });

            migrationBuilder.CreateTable(
                name: "UserGroupHistory",
                columns: table => new
                {
                    UserGroupId = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    Permissions = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UserGroupHistory", x => new { x.UserGroupId, x.Version });
                });

            migrationBuilder.CreateTable(
                name: "UserHistory",
                columns: table => new
                {
                    UserId = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    Name = table.Column<string>(type: "character varying(161)", maxLength: 161, nullable: false),
                    Enabled = table.Column<bool>(type: "boolean", nullable: false),
                    IsOwner = table.Column<bool>(type: "boolean", nullable: false),
                    UserGroupId = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UserHistory", x => new { x.UserId, x.Version });
                });

            migrationBuilder.UpdateData(
                table: "AccessVersions",
                keyColumn: "Id",
                keyValue: 1,
                column: "HistoryFrom",
                value: null);

            migrationBuilder.BeginAccessHistory(
                now: "now()",
                join: "TRIM(u.\"FirstName\" || ' ' || u.\"LastName\")",
                aggregate: "string_agg",
                revoked: "k.\"RevokedAt\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ApiKeyHistory");

            migrationBuilder.DropTable(
                name: "UserGroupHistory");

            migrationBuilder.DropTable(
                name: "UserHistory");

            migrationBuilder.DropColumn(
                name: "HistoryFrom",
                table: "AccessVersions");
        }
    }
}
