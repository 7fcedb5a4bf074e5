using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommerceKitty.Admin.Data.Providers.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class KeyLife : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "EndedAt",
                table: "ApiKeys",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "ExposedAt",
                table: "ApiKeys",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ExposedFrom",
                table: "ApiKeys",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ExposedHint",
                table: "ApiKeys",
                type: "TEXT",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "NeverExpiresReason",
                table: "ApiKeys",
                type: "TEXT",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ResponsibleUserId",
                table: "ApiKeys",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "AccountSettings",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    LongestLifeDays = table.Column<int>(type: "INTEGER", nullable: false),
                    DefaultLifeDays = table.Column<int>(type: "INTEGER", nullable: false),
                    EndlessKeys = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    IdleDays = table.Column<int>(type: "INTEGER", nullable: false),
                    RotationDays = table.Column<int>(type: "INTEGER", nullable: false),
                    NoticeDays = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    NoticesToEditors = table.Column<bool>(type: "INTEGER", nullable: false),
                    NoticesByMail = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsGranted = table.Column<bool>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    ChangedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ChangedBy = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AccountSettings", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "NoticeMails",
                columns: table => new
                {
                    UserId = table.Column<int>(type: "INTEGER", nullable: false),
                    Day = table.Column<DateTime>(type: "TEXT", nullable: false),
                    NextTryAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    SentAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Tries = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NoticeMails", x => new { x.UserId, x.Day });
                    table.ForeignKey(
                        name: "FK_NoticeMails_Users_UserId",
                        column: x => x.UserId,
                        principalTable: "Users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Notices",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ApiKeyId = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Threshold = table.Column<int>(type: "INTEGER", nullable: false),
                    About = table.Column<DateTime>(type: "TEXT", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Notices", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Notices_ApiKeys_ApiKeyId",
                        column: x => x.ApiKeyId,
                        principalTable: "ApiKeys",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "NoticeRecipients",
                columns: table => new
                {
                    NoticeId = table.Column<long>(type: "INTEGER", nullable: false),
                    UserId = table.Column<int>(type: "INTEGER", nullable: false),
                    ReadAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    MailDay = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NoticeRecipients", x => new { x.UserId, x.NoticeId });
                    table.ForeignKey(
                        name: "FK_NoticeRecipients_Notices_NoticeId",
                        column: x => x.NoticeId,
                        principalTable: "Notices",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_NoticeRecipients_Users_UserId",
                        column: x => x.UserId,
                        principalTable: "Users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.InsertData(
                table: "AccountSettings",
                columns: new[] { "Id", "ChangedAt", "ChangedBy", "DefaultLifeDays", "EndlessKeys", "IdleDays", "IsGranted", "LongestLifeDays", "NoticeDays", "NoticesByMail", "NoticesToEditors", "RotationDays", "Version" },
                values: new object[] { 1, null, null, 365, "WithReason", 90, false, 3650, "14,3,0", true, true, 365, 0 });

            migrationBuilder.CreateIndex(
                name: "IX_Refusals_Address_LastAt",
                table: "Refusals",
                columns: new[] { "Address", "LastAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Refusals_Permission_LastAt",
                table: "Refusals",
                columns: new[] { "Permission", "LastAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ApiKeys_ExpiresAt",
                table: "ApiKeys",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_ApiKeys_ResponsibleUserId",
                table: "ApiKeys",
                column: "ResponsibleUserId");

            migrationBuilder.CreateIndex(
                name: "IX_NoticeMails_SentAt",
                table: "NoticeMails",
                column: "SentAt");

            migrationBuilder.CreateIndex(
                name: "IX_NoticeRecipients_MailDay",
                table: "NoticeRecipients",
                column: "MailDay");

            migrationBuilder.CreateIndex(
                name: "IX_NoticeRecipients_NoticeId",
                table: "NoticeRecipients",
                column: "NoticeId");

            migrationBuilder.CreateIndex(
                name: "IX_Notices_ApiKeyId_Kind_Threshold_About",
                table: "Notices",
                columns: new[] { "ApiKeyId", "Kind", "Threshold", "About" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Notices_At",
                table: "Notices",
                column: "At");

            migrationBuilder.AddForeignKey(
                name: "FK_ApiKeys_Users_ResponsibleUserId",
                table: "ApiKeys",
                column: "ResponsibleUserId",
                principalTable: "Users",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_ApiKeys_Users_ResponsibleUserId",
                table: "ApiKeys");

            migrationBuilder.DropTable(
                name: "AccountSettings");

            migrationBuilder.DropTable(
                name: "NoticeMails");

            migrationBuilder.DropTable(
                name: "NoticeRecipients");

            migrationBuilder.DropTable(
                name: "Notices");

            migrationBuilder.DropIndex(
                name: "IX_Refusals_Address_LastAt",
                table: "Refusals");

            migrationBuilder.DropIndex(
                name: "IX_Refusals_Permission_LastAt",
                table: "Refusals");

            migrationBuilder.DropIndex(
                name: "IX_ApiKeys_ExpiresAt",
                table: "ApiKeys");

            migrationBuilder.DropIndex(
                name: "IX_ApiKeys_ResponsibleUserId",
                table: "ApiKeys");

            migrationBuilder.DropColumn(
                name: "EndedAt",
                table: "ApiKeys");

            migrationBuilder.DropColumn(
                name: "ExposedAt",
                table: "ApiKeys");

            migrationBuilder.DropColumn(
                name: "ExposedFrom",
                table: "ApiKeys");

            migrationBuilder.DropColumn(
                name: "ExposedHint",
                table: "ApiKeys");

            migrationBuilder.DropColumn(
                name: "NeverExpiresReason",
                table: "ApiKeys");

            migrationBuilder.DropColumn(
                name: "ResponsibleUserId",
                table: "ApiKeys");
        }
    }
}
