using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommerceKitty.Admin.Data.Providers.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class KeysInTheClear : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "ExposedAt",
                table: "ApiKeys",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ExposedFrom",
                table: "ApiKeys",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ExposedHint",
                table: "ApiKeys",
                type: "character varying(16)",
                maxLength: 16,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ExposedAt",
                table: "ApiKeys");

            migrationBuilder.DropColumn(
                name: "ExposedFrom",
                table: "ApiKeys");

            migrationBuilder.DropColumn(
                name: "ExposedHint",
                table: "ApiKeys");
        }
    }
}
