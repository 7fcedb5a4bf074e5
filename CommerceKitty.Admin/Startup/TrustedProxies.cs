using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace CommerceKitty.Admin.Startup;

/// <summary>Which reverse proxies are believed about the caller's address and scheme: those of the settings <c>Proxy:KnownProxies</c>
/// (addresses) and <c>Proxy:KnownNetworks</c> (networks like 10.0.0.0/8), and nobody else (R14). Each is a list, or a text with commas
/// between.</summary>
public static partial class TrustedProxies
{
    /// <summary>The setting of addresses.</summary>
    public const string ProxiesSetting = "Proxy:KnownProxies";

    /// <summary>The setting of networks.</summary>
    public const string NetworksSetting = "Proxy:KnownNetworks";

    /// <summary>The framework's own switch, by which every caller is believed.</summary>
    private const string AllTrusting = "ForwardedHeaders_Enabled";

    /// <summary>The headers by which a proxy says for whom it asks.</summary>
    private static readonly string[] Headers = ["X-Forwarded-Proto", "X-Forwarded-For", "Forwarded"];

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">A setting is not a list of addresses or networks, or the switch is on by which every
    /// caller would be believed.</exception>
    public static void AddTrustedProxies(this IHostApplicationBuilder builder)
    {
        if (string.Equals(builder.Configuration[AllTrusting], "true", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException("ASPNETCORE_FORWARDEDHEADERS_ENABLED lets every caller say who they are and that they use "
                + "HTTPS. Remove it, and name your reverse proxy: Proxy__KnownProxies=10.0.0.2 or Proxy__KnownNetworks=10.0.0.0/24.");
        }

        var proxies = Read(builder.Configuration, ProxiesSetting)
            .Select(t => IPAddress.TryParse(t, out var a) ? a : throw Wrong(ProxiesSetting, t, "an address like 10.0.0.2")).ToList();
        var networks = Read(builder.Configuration, NetworksSetting)
            .Select(t => System.Net.IPNetwork.TryParse(t, out var n) ? n : throw Wrong(NetworksSetting, t, "a network like 10.0.0.0/24"))
            .ToList();
        builder.Services.Configure<ForwardedHeadersOptions>(o =>
        {
            o.KnownProxies.Clear();
            o.KnownIPNetworks.Clear();
            proxies.ForEach(o.KnownProxies.Add);
            networks.ForEach(o.KnownIPNetworks.Add);
            // Through as many proxies as are known: each one is compared with the lists.
            o.ForwardLimit = null;
            o.ForwardedHeaders = proxies.Count + networks.Count == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        });
    }

    /// <summary>Takes what known proxies say for what it is, and warns once when another one says something.</summary>
    public static IApplicationBuilder UseTrustedProxies(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(TrustedProxies));
        var warned = 0;
        app.UseForwardedHeaders();
        return app.Use((http, next) =>
        {
            // What was believed is no longer among the headers, except what a client told its proxy.
            if (Volatile.Read(ref warned) == 0 && !http.Request.Headers.ContainsKey(ForwardedHeadersDefaults.XOriginalForHeaderName)
                && Headers.Any(http.Request.Headers.ContainsKey) && Interlocked.Exchange(ref warned, 1) == 0)
                LogUntrusted(logger, http.Connection.RemoteIpAddress, ProxiesSetting, NetworksSetting);
            return next(http);
        });
    }

    private static IEnumerable<string> Read(IConfiguration configuration, string name)
    {
        var section = configuration.GetSection(name);
        return section.GetChildren().Select(c => c.Value).Append(section.Value)
            .SelectMany(v => v?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? []);
    }

    private static InvalidOperationException Wrong(string name, string text, string expected) =>
        new($"{name} is '{text}'. Set it to {expected}, several with commas between.");

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Address} sends headers of a reverse proxy and is not trusted, so what it says "
        + "about callers and HTTPS is ignored. If it is your proxy, name it in {Proxies} or {Networks}.")]
    private static partial void LogUntrusted(ILogger logger, IPAddress? address, string proxies, string networks);
}
