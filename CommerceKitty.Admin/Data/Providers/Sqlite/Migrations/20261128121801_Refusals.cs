using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommerceKitty.Admin.Data.Providers.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Refusals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Refusals",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Hour = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ApiKeyId = table.Column<int>(type: "INTEGER", nullable: false),
                    Reason = table.Column<int>(type: "INTEGER", nullable: false),
                    Permission = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Address = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false),
                    FirstAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LastAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LastRequestId = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    CauseId = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Refusals", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Refusals_ApiKeyId_LastAt",
                table: "Refusals",
                columns: new[] { "ApiKeyId", "LastAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Refusals_Hour_ApiKeyId_Reason_Permission_Address",
                table: "Refusals",
                columns: new[] { "Hour", "ApiKeyId", "Reason", "Permission", "Address" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Refusals_LastAt",
                table: "Refusals",
                column: "LastAt");

            migrationBuilder.CreateIndex(
                name: "IX_Refusals_LastRequestId",
                table: "Refusals",
                column: "LastRequestId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Refusals");
        }
    }
}
