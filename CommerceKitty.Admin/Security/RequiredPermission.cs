using Microsoft.AspNetCore.Authorization;

namespace CommerceKitty.Admin.Security;

/// <summary>The requirement that the actor may use a permission. As endpoint metadata it tells refusals and docs which one.</summary>
/// <param name="Permission">A name of the catalogue.</param>
public sealed record RequiredPermission(string Permission) : IAuthorizationRequirement;
