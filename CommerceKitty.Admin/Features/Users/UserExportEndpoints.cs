using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>The users that the page lists as a CSV file.</summary>
public static class UserExportEndpoints
{
    /// <summary>The address of the file.</summary>
    public const string Address = "/configuration/users/export";

    private static readonly string[] Columns =
    [
        "id", "email", "firstName", "lastName", "kind", "group", "groupName", "enabled", "owner", "apiKeys", "createdAt", "lastSignInAt",
    ];

    /// <summary>Maps the endpoint.</summary>
    public static void MapUserExport(this IEndpointRouteBuilder app) =>
        app.MapGet(Address, Export).RequirePermission(Permissions.Users.ViewAll).ExcludeFromDescription();

    private static Task Export(
        HttpContext http, [AsParameters] UserFilters filters, string? sort, UserService users, CancellationToken ct)
    {
        var query = filters.ToQuery();
        if (ListOrder.Read<UserSort>(sort) is { } order)
            query = query with { Sort = order.Sort, Descending = order.Descending };
        return CsvDownload.SendAsync(http, "users", Columns, after => users.ListAllAsync(query, after, ct), (csv, user) =>
        {
            csv.WriteNumber(user.Id);
            csv.WriteText(user.Email);
            csv.WriteText(user.FirstName);
            csv.WriteText(user.LastName);
            csv.WriteName(user.Kind);
            csv.WriteText(user.GroupCode);
            csv.WriteText(user.GroupName);
            csv.WriteFlag(user.Enabled);
            csv.WriteFlag(user.IsOwner);
            csv.WriteNumber(user.KeyCount);
            csv.WriteTime(user.CreatedAt);
            csv.WriteTime(user.LastSignInAt);
        });
    }
}
