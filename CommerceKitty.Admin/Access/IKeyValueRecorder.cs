using System.Net;
using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Access;

/// <summary>Is told which value of a key a request carried, while two of them work. Called on the hot path: without I/O, and without
/// allocation where nothing is new.</summary>
public interface IKeyValueRecorder
{
    /// <summary>A request was authenticated by this value.</summary>
    /// <param name="apiKeyId">The key.</param>
    /// <param name="value">The hash of the value.</param>
    /// <param name="address">The caller's address.</param>
    /// <param name="userAgent">What the caller says it is.</param>
    void Used(int apiKeyId, in KeyHash value, IPAddress? address, string userAgent);
}
