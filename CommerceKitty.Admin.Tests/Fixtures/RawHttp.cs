using System.Net.Sockets;
using System.Text;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>Sends bytes that no well-behaved client would, and reads the answer.</summary>
public static class RawHttp
{
    /// <summary>Sends a GET with these header lines, byte by byte as they are (Latin-1), and answers the whole response.</summary>
    public static Task<string> GetAsync(Uri server, string path, params string[] headerLines) =>
        SendAsync(server, "GET", path, null, headerLines);

    /// <summary>The same with another method, and a body that must be told of in the header lines.</summary>
    public static async Task<string> SendAsync(Uri server, string method, string path, string? body, params string[] headerLines)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        var stream = client.GetStream();
        var request =
            $"{method} {path} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: close\r\n"
            + $"{string.Concat(headerLines.Select(l => l + "\r\n"))}\r\n{body}";
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        }
        catch (IOException)
        {
            // The server may answer and close before it has read everything.
        }

        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer);
        }
        catch (IOException)
        {
            // Closed with unread bytes: what came before counts.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }

    /// <summary>The status code of a raw response.</summary>
    public static int StatusOf(string response) =>
        int.Parse(response.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
}
