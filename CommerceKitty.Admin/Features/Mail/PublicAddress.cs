using CommerceKitty.Admin.Startup;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CommerceKitty.Admin.Features.Mail;

/// <summary>The address at which people open this site, for links in mails. Never taken from a request: a person who asks for a mail could
/// forge its Host header and have the link lead elsewhere.</summary>
public sealed class PublicAddress
{
    /// <summary>The setting; without it, the address at which the server listens.</summary>
    public const string Setting = "PublicAddress";

    private readonly IServiceProvider _services;
    private readonly Uri? _configured;

    /// <exception cref="InvalidOperationException">As <see cref="Read"/>.</exception>
    public PublicAddress(IServiceProvider services, IConfiguration configuration)
    {
        _services = services;
        _configured = Read(configuration);
    }

    /// <summary>The setting; null without it.</summary>
    /// <exception cref="InvalidOperationException">The setting is no http(s) address, or one with a path.</exception>
    public static Uri? Read(IConfiguration configuration)
    {
        if (configuration[Setting] is not { Length: > 0 } text)
            return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
            throw new InvalidOperationException($"{Setting} is '{text}'. Write it like https://admin.example.com.");
        if (address.PathAndQuery == "/" && address.Fragment.Length == 0)
            return address;
        throw new InvalidOperationException($"{Setting} is '{text}'. Commerce Kitty Admin is served at the root of a host name of its own: "
            + $"write {address.GetLeftPart(UriPartial.Authority)}, and have the proxy pass on that whole host.");
    }

    /// <summary>The whole address of a path of this site.</summary>
    public Uri Of(string path) => new(Base, path);

    private Uri Base => _configured
        ?? (_services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } listening
            ? new Uri(listening.Replace("[::]", "localhost", StringComparison.Ordinal)
                .Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("://+", "://localhost", StringComparison.Ordinal)
                .Replace("://*", "://localhost", StringComparison.Ordinal))
            : new Uri(HostSetup.DefaultAddress));
}
