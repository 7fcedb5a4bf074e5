using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using CommerceKitty.Admin.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CommerceKitty.Admin.Startup;

/// <summary>Explains in a sentence why the product cannot start, where the person who starts it can do something about it.</summary>
public static class StartProblems
{
    private const string AtTheRoot = "Commerce Kitty Admin is served at the root of a host name of its own.";

    /// <summary>Serves, and reports what kept the product from starting.</summary>
    /// <returns>The exit code of the process: 1 when it could not start.</returns>
    public static async Task<int> ReportAsync(Func<Task> serveAsync, TextWriter error)
    {
        try
        {
            await serveAsync();
            return 0;
        }
        catch (Exception e) when (Describe(e) is { } problem)
        {
            await error.WriteLineAsync($"Commerce Kitty Admin could not start. {problem}");
            return 1;
        }
    }

    /// <summary>Ends the start when nothing could listen.</summary>
    /// <exception cref="InvalidOperationException">As <see cref="InAddresses"/> says.</exception>
    public static void RefuseAddresses(IConfiguration configuration)
    {
        if (InAddresses(configuration) is { } problem)
            throw new InvalidOperationException(problem);
    }

    /// <summary>What is wrong with the addresses to listen at: in use by another program, or with a path; null when nothing is. Asked
    /// before anything starts: Kestrel would end with a page of stack traces.</summary>
    public static string? InAddresses(IConfiguration configuration)
    {
        if (configuration["PathBase"] is { Length: > 0 } pathBase)
            return $"PathBase is '{pathBase}'. {AtTheRoot} Leave the setting out.";
        foreach (var url in UrlsOf(configuration))
        {
            BindingAddress address;
            try
            {
                address = BindingAddress.Parse(url);
            }
            catch (FormatException)
            {
                return $"'{url}' is not an address to listen at. Write it like {HostSetup.DefaultAddress}.";
            }

            if (address.PathBase.Length > 0)
                return $"'{url}' has a path. {AtTheRoot} Leave out '{address.PathBase}'.";

            if (!address.IsUnixPipe && !address.IsNamedPipe && address.Port > 0 && IsInUse(address))
            {
                return $"Port {address.Port} is in use by another program. Stop that one, or listen elsewhere: set ASPNETCORE_URLS, "
                    + $"for example to http://localhost:{address.Port + 1}.";
            }
        }

        return null;
    }

    /// <summary>What an exception at the start or in a command says to the operator; null when its message alone is not enough, and
    /// the whole exception is shown.</summary>
    public static string? Describe(Exception exception) => exception switch
    {
        DatabaseIsNewerException => exception.Message,
        DbException or DbUpdateException or RetryLimitExceededException or TimeoutException =>
            $"The database does not respond: {(exception.InnerException ?? exception).Message.TrimEnd('.', ' ')}. "
            + "Check that it is running and that Database:Provider and ConnectionStrings:CommerceKitty are correct.",
        // A missing or wrong setting, or a file that can't be accessed: the message says which.
        InvalidOperationException or IOException or UnauthorizedAccessException or ArgumentException or FormatException =>
            exception.Message,
        _ => null,
    };

    private static IEnumerable<string> UrlsOf(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"]).OfType<string>().ToList();
        if (endpoints.Count > 0)
            return endpoints;
        if (configuration["urls"] is { Length: > 0 } urls)
            return Split(urls);
        return Split(configuration["http_ports"]).Select(p => $"http://*:{p}")
            .Concat(Split(configuration["https_ports"]).Select(p => $"https://*:{p}"));
    }

    private static string[] Split(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static bool IsInUse(BindingAddress address)
    {
        var ip = address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
            : IPAddress.TryParse(address.Host.Trim('[', ']'), out var given) ? given
            : IPAddress.Any;
        using var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(ip, address.Port));
            socket.Listen(1);
            return false;
        }
        catch (SocketException e)
        {
            // Any other failure, like a port that needs more rights, is Kestrel's to report.
            return e.SocketErrorCode == SocketError.AddressAlreadyInUse;
        }
    }
}
