using System.Globalization;
using System.Security.Claims;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Authentication;

namespace CommerceKitty.Admin.Benchmarks;

internal static class LookUps
{
    public static byte[]? HashOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith("Bearer ", StringComparison.Ordinal)
            ? ApiKeyToken.Hash(header.AsSpan(7))
            : null;

    public static AuthenticateResult Success(string scheme, int userId, IEnumerable<string> permissions) => AuthenticateResult.Success(new(
        new ClaimsPrincipal(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, userId.ToString(CultureInfo.InvariantCulture)),
            .. permissions.Select(p => new Claim(ClaimNames.Permission, p)),
        ], scheme)), scheme));
}
