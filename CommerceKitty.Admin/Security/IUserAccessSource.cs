namespace CommerceKitty.Admin.Security;

/// <summary>Reads what a signed-in person may do at this moment.</summary>
public interface IUserAccessSource
{
    /// <summary>The access of the person with this cookie; null when there is no such user, or the cookie's session has ended. A cookie
    /// that names no session (of an older version, say) depends on the security stamp alone.</summary>
    Task<UserAccess?> FindSignedInAsync(int userId, int? sessionId, CancellationToken ct = default);
}
