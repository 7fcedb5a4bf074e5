using System.Globalization;
using System.Security.Claims;

namespace CommerceKitty.Admin.Security;

/// <summary>The claims we read ourselves.</summary>
public static class ClaimNames
{
    /// <summary>Identity's security stamp (the default of ClaimsIdentityOptions.SecurityStampClaimType).</summary>
    public const string SecurityStamp = "AspNet.Identity.SecurityStamp";

    /// <summary>The id of the session that a cookie belongs to.</summary>
    public const string Session = "session";

    /// <summary>The type of a user group's claims that grant a permission.</summary>
    public const string Permission = "permission";

    /// <summary>The session of a cookie; null for a principal that names none.</summary>
    public static int? SessionIdOf(ClaimsPrincipal principal) =>
        int.TryParse(principal.FindFirstValue(Session), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
