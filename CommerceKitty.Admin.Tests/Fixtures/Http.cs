namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>HTTP clients as tests use them.</summary>
public static class Http
{
    /// <summary>A client that waits as long as any test waits.</summary>
    /// <param name="address">What its requests' paths start from.</param>
    /// <param name="handler">How it connects; by default it follows redirects and keeps cookies.</param>
    public static HttpClient Client(Uri address, HttpMessageHandler? handler = null) =>
        new(handler ?? new SocketsHttpHandler()) { BaseAddress = address, Timeout = Until.Timeout };
}
