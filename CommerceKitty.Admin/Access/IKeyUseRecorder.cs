using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Access;

/// <summary>Is told of every request by key. Called on the hot path: without I/O, and without allocation where nothing is new.</summary>
public interface IKeyUseRecorder
{
    /// <summary>A request was authenticated by this key.</summary>
    /// <param name="apiKeyId">The key.</param>
    /// <param name="permission">The permission that the endpoint requires; null when it requires none.</param>
    /// <param name="result">Accepted, forbidden or over the limit.</param>
    /// <param name="http">The request.</param>
    void Used(int apiKeyId, Permission? permission, KeyUseResult result, HttpContext http);

    /// <summary>A request with a known key was refused.</summary>
    void Refused(int apiKeyId, KeyRefusal reason);

    /// <summary>Saves what this node noted so far, for a reader who is about to judge what a change would break. It returns after
    /// two seconds at the latest; what could not be saved by then is missing from what is read.</summary>
    Task CatchUpAsync(CancellationToken ct = default);
}
