using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Requests;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.Find;

/// <summary>Finds anything by a part of its name. It only asks the other services, each of which demands its own permission:
/// what someone may not list, they do not find (R1).</summary>
public sealed class FindService(
    CurrentActor current,
    OrderService orders,
    ProductService products,
    ApiKeyQueries keyQueries,
    ApiKeyService keys,
    UserService users,
    UserGroupService groups,
    RequestFinder requests)
{
    /// <summary>How many of a kind are shown.</summary>
    public const int PerKind = 5;

    /// <summary>Shortest text that is searched for.</summary>
    public const int Shortest = 2;

    private static readonly PageWindow Few = new(0, PerKind);

    /// <summary>Everything whose name, number, code, email or hint holds the text. Of a pasted key only the hint counts (R5).</summary>
    public async Task<FindAnswer> FindAsync(string? typed, CancellationToken ct = default)
    {
        var text = SearchText.Clean(typed);
        if (text is null || text.Length < Shortest)
            return new FindAnswer([], Silent: false);
        var mayOpenOrders = await current.MayAsync(Permissions.Orders.View, ct);
        var mayOpenProducts = await current.MayAsync(Permissions.Products.View, ct);
        var mayOpenKeys = await current.MayAsync(Permissions.ApiKeys.View, ct);
        var mayOpenUsers = await current.MayAsync(Permissions.Users.View, ct);
        var mayOpenGroups = await current.MayAsync(Permissions.UserGroups.View, ct);
        var items = new List<Found>();
        var silent = false;

        // One after another: a circuit's services share nothing, but five questions at once for each letter typed is unkind.
        Add(
            await DatabaseFaults.GuardAsync(() => orders.ListAsync(new OrderQuery { Search = text, Window = Few }, ct)),
            page =>
                page.Items.Select(o => new Found(
                    "Orders",
                    o.Number,
                    $"{o.CustomerName.Isolated()}, {OrderStatusNames.ToDisplayText(o.Status)}",
                mayOpenOrders
                    ? string.Create(CultureInfo.InvariantCulture, $"/orders/{o.Id}")
                    : $"/orders?q={Uri.EscapeDataString(o.Number)}")));
        Add(
            await DatabaseFaults.GuardAsync(() => products.ListAsync(new ProductQuery { Search = text, Window = Few }, ct)),
            page =>
                page.Items.Select(p => new Found(
                    "Products",
                    p.Name,
                    p.Code,
                    mayOpenProducts
                        ? string.Create(CultureInfo.InvariantCulture, $"/products/{p.Id}")
                        : $"/products?q={Uri.EscapeDataString(p.Code)}")));
        Add(
            await DatabaseFaults.GuardAsync(() =>
                keyQueries.ListAsync(
                    new ApiKeyQuery
                    {
                        Search = text,
                        IncludeRevoked = true,
                        Window = Few,
                    },
                    ct)),
            page => page.Items.Select(k => Of(k, mayOpenKeys)));
        Add(
            await DatabaseFaults.GuardAsync(() => users.ListAsync(new UserQuery { Search = text, Window = Few }, ct)),
            page =>
                page.Items.Select(u => new Found(
                    "Users",
                    u.Name,
                    u.Enabled ? u.Email : $"{u.Email.Isolated()}, disabled",
                mayOpenUsers
                    ? string.Create(CultureInfo.InvariantCulture, $"/configuration/users/{u.Id}")
                    : $"/configuration/users?q={Uri.EscapeDataString(u.Email)}")));
        Add(await DatabaseFaults.GuardAsync(() => groups.ListAsync(ct)), all => all
            .Where(g => UnicodeForms.Holds(g.Name, text) || UnicodeForms.Holds(g.Code, text)).Take(PerKind)
            .Select(g => new Found("User groups", g.Name, $"{g.Code}, {UserGroupWords.Users(g.Members)}",
                mayOpenGroups ? $"/configuration/user-groups/{g.Code}" : "/configuration/user-groups")));
        if (mayOpenKeys && RequestFinder.IsRequestId(text))
        {
            Add(
                await DatabaseFaults.GuardAsync(() => requests.FindAsync([text], ct)),
                all => all.Take(PerKind).Select(r => new Found("Requests", r.RequestId, Detail(r), r.Address)));
        }

        return new FindAnswer(items, silent);

        void Add<T>(Result<T> result, Func<T, IEnumerable<Found>> found)
        {
            if (result.IsDone)
                items.AddRange(found(result.Value));
            else
                silent |= result.Error == DatabaseFaults.Unavailable;
        }
    }

    /// <summary>Which key a pasted value is, by its hash: the value itself never comes here. The look-up is audited.</summary>
    /// <param name="hash">SHA-256 of the value in hexadecimal, as the browser worked it out.</param>
    /// <param name="hint">The value's first characters.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<Result<Found>> FindKeyAsync(string? hash, string? hint = null, CancellationToken ct = default)
    {
        var key = await keys.LookUpAsync(hash, hint, ct);
        // Who may look a key up may open it.
        return key.Map(k => Of(k, mayOpen: true));
    }

    private static string Detail(FoundRequest request) =>
        string.Join(", ", new[] { request.ApiKeyName, request.What, request.Outcome }.Where(t => !string.IsNullOrEmpty(t)));

    private static Found Of(ApiKeyRow key, bool mayOpen) => new("API keys", key.Name,
        $"{key.Hint}…, {ApiKeyPresentation.ToDisplayText(key.Status).ToLowerInvariant()}, acts as {key.UserName.Isolated()}",
        mayOpen ? ApiKeyPresentation.AddressOf(key.Id) : $"/configuration/api-keys?q={Uri.EscapeDataString(key.Hint)}&status=all");
}
