using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>Who a key is and what it may do.</summary>
/// <param name="User">The user it acts as.</param>
/// <param name="Key">The key itself.</param>
/// <param name="Permissions">Everything it may do, each with what grants it.</param>
public sealed record MeResource(MeUser User, ApiKeyResource Key, IReadOnlyList<GrantedPermission> Permissions);

/// <summary>The user behind a key.</summary>
/// <param name="Id">Stable, never reused.</param>
/// <param name="Email">Its unique name.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Owner">True for the account owner, who may do everything.</param>
/// <param name="Group">Its user group; null when it has none.</param>
public sealed record MeUser(int Id, string Email, string Name, bool Owner, UserGroupReference? Group);

/// <summary>A permission and where it comes from.</summary>
/// <param name="Permission">Its name.</param>
/// <param name="GrantedBy"><c>group:CODE</c>, or <c>owner</c>.</param>
public sealed record GrantedPermission(string Permission, string GrantedBy);

/// <summary><c>/api/v1/me</c>.</summary>
public static class MeEndpoints
{
    /// <summary>Maps the endpoints into the API's group.</summary>
    public static void MapMe(this RouteGroupBuilder api) => api.MapGet("/me", GetMe).WithName(nameof(GetMe)).RequireAuthorization();

    /// <summary>Show who the key is</summary>
    /// <remarks>The key's user, the key itself, and each thing that it may do together with the user group that grants it. Needs no permission.</remarks>
    internal static async Task<Results<Ok<MeResource>, ProblemHttpResult>> GetMe(
        HttpContext http, CurrentActor current, ApiKeyService keys, CancellationToken ct)
    {
        var key = await keys.GetOwnAsync(ct);
        if (!key.IsDone || await current.GetAsync(ct) is not { User: { } user })
            return ApiProblems.Refusal(http, key.Error ?? Error.Unauthenticated);
        var grantedBy = user.IsOwner ? "owner" : $"group:{user.GroupCode}";
        return TypedResults.Ok(new MeResource(
            new MeUser(user.UserId, user.Email, user.Name, user.IsOwner,
                user.GroupCode.Length == 0 ? null : new UserGroupReference(user.GroupCode, user.GroupName)),
            key.Value.ToResource(),
            [.. user.Permissions.Permissions.Select(p => new GrantedPermission(p.Name, grantedBy))]));
    }
}
