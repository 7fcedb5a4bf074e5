using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Access;

/// <summary>Is told the true reason of each refused request, once (R9). Without I/O; what it keeps is bounded.</summary>
public interface IRefusalRecorder
{
    /// <summary>A request was refused.</summary>
    /// <param name="apiKeyId">The key, if it is known.</param>
    /// <param name="reason">The true reason.</param>
    /// <param name="permission">The missing permission, or the one that the endpoint requires; null when it requires none.</param>
    /// <param name="http">The request.</param>
    void Refused(int? apiKeyId, RefusalReason reason, Permission? permission, HttpContext http);
}
