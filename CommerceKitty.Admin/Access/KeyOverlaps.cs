using System.Globalization;

namespace CommerceKitty.Admin.Access;

/// <summary>What is done for a request while two values of its key work: the caller that still sends the old one is told, and the use is
/// counted for its value. A key with one value never comes here.</summary>
public sealed class KeyOverlaps(IKeyValueRecorder uses, TimeProvider time)
{
    /// <summary>The header of answers to a value that was replaced (design §9).</summary>
    public const string Header = "Commerce-Kitty-Key-Replaced";

    /// <summary>Notes an authenticated request.</summary>
    public void Note(KeyAccess key, HttpContext http)
    {
        // A value that nobody replaced since outlives the overlap.
        if (time.GetUtcNow().UtcDateTime >= key.State.OverlapUntil)
            return;
        uses.Used(key.ApiKeyId, key.Value, http.Connection.RemoteIpAddress, http.Request.Headers.UserAgent.ToString());
        if (key.State is { IsReplaced: true, ValidUntil: { } end })
            http.Response.Headers[Header] = string.Create(CultureInfo.InvariantCulture, $"ends=\"{end:yyyy-MM-dd'T'HH:mm:ss'Z'}\"");
    }
}
