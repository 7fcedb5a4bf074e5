using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>The network between the product and its PostgreSQL server, to be cut: a proxy that can refuse, or swallow.</summary>
public sealed class TcpGate : IDisposable
{
    private readonly ConcurrentDictionary<Socket, Socket> _pairs = new();
    private readonly IPEndPoint _address;
    private volatile TaskCompletionSource _open = Opened();
    private Socket? _listener;
    private DnsEndPoint? _server;

    public TcpGate()
    {
        _listener = Listen(new IPEndPoint(IPAddress.Loopback, 0));
        _address = (IPEndPoint)_listener.LocalEndPoint!;
    }

    /// <summary>The same server through this gate.</summary>
    public string Through(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        _server = new DnsEndPoint(parts.Host!, parts.Port);
        (parts.Host, parts.Port) = (_address.Address.ToString(), _address.Port);
        _ = AcceptAsync(_listener!);
        return parts.ConnectionString;
    }

    /// <summary>Breaks all connections and refuses new ones, as a server that was stopped does.</summary>
    public void Refuse()
    {
        _listener?.Dispose();
        _listener = null;
        foreach (var (one, other) in _pairs)
        {
            one.Dispose();
            other.Dispose();
        }
    }

    /// <summary>Lets no byte through any more and says nothing, as a server that hangs does.</summary>
    public void Swallow() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends either.</summary>
    public void Heal()
    {
        _open.TrySetResult();
        if (_listener is not null)
            return;
        _listener = Listen(_address);
        _ = AcceptAsync(_listener);
    }

    public void Dispose()
    {
        _open.TrySetResult();
        Refuse();
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }

    private static Socket Listen(IPEndPoint address)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(address);
        listener.Listen();
        return listener;
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
                _ = PassAsync(await listener.AcceptAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It refuses now.
        }
    }

    private async Task PassAsync(Socket client)
    {
        using (client)
        using (var server = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            try
            {
                await server.ConnectAsync(_server!);
                _pairs[client] = server;
                await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // One of them is gone; so is the other.
            }

            _pairs.TryRemove(client, out _);
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await from.ReceiveAsync(buffer)) > 0)
        {
            await _open.Task;
            for (var sent = 0; sent < read;)
                sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
        }
    }
}
