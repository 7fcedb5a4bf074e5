using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommerceKitty.Admin.Data.Providers.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class WhoSawTheValue : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "PreviousSeenById",
                table: "ApiKeys",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "RotatedById",
                table: "ApiKeys",
                type: "int",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_ApiKeys_PreviousSeenById",
                table: "ApiKeys",
                column: "PreviousSeenById");

            migrationBuilder.CreateIndex(
                name: "IX_ApiKeys_RotatedById",
                table: "ApiKeys",
                column: "RotatedById");

            migrationBuilder.AddForeignKey(
                name: "FK_ApiKeys_Users_PreviousSeenById",
                table: "ApiKeys",
                column: "PreviousSeenById",
                principalTable: "Users",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_ApiKeys_Users_RotatedById",
                table: "ApiKeys",
                column: "RotatedById",
                principalTable: "Users",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_ApiKeys_Users_PreviousSeenById",
                table: "ApiKeys");

            migrationBuilder.DropForeignKey(
                name: "FK_ApiKeys_Users_RotatedById",
                table: "ApiKeys");

            migrationBuilder.DropIndex(
                name: "IX_ApiKeys_PreviousSeenById",
                table: "ApiKeys");

            migrationBuilder.DropIndex(
                name: "IX_ApiKeys_RotatedById",
                table: "ApiKeys");

            migrationBuilder.DropColumn(
                name: "PreviousSeenById",
                table: "ApiKeys");

            migrationBuilder.DropColumn(
                name: "RotatedById",
                table: "ApiKeys");
        }
    }
}
