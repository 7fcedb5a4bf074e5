using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using CommerceKitty.Admin.Features.Mail;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;

namespace CommerceKitty.Admin.Tests.Features.Mail;

/// <summary>Sending by SMTP, to a server of a few lines.</summary>
public sealed class SmtpMailSenderTests
{
    [Fact]
    public async Task SendAsync_ServerTakesIt_TheMailArrivesInOnePiece()
    {
        using var server = new SmtpServer();
        using var mail = Mail("nadia@example.com", "https://shop.example/account/invitation#" + new string('x', 43));

        var sent = await SenderTo(server.Port).SendAsync(mail);

        sent.Error.Should().BeNull();
        sent.Value!.File.Should().BeNull();
        server.Received.Should().Contain("RCPT TO:<nadia@example.com>").And.Contain(l => l.EndsWith("#" + new string('x', 43)));
    }

    [Fact]
    public async Task SendAsync_ReceiverRefused_SaysSo()
    {
        using var server = new SmtpServer(refuseReceivers: true);
        using var mail = Mail("nobody@example.com", "text");

        (await SenderTo(server.Port).SendAsync(mail)).Error!.Message.Should().Contain("does not accept this address");
    }

    [Fact]
    public async Task SendAsync_NobodyListens_SaysWhatToCheck()
    {
        int port;
        using (var server = new SmtpServer())
            port = server.Port;
        using var mail = Mail("nadia@example.com", "text");

        var sent = await SenderTo(port).SendAsync(mail);

        sent.Error!.Code.Should().Be("mail-not-sent");
        sent.Error.Message.Should().Contain("does not answer").And.Contain("Mail:Smtp:Host");
    }

    [Fact]
    public async Task SendAsync_NoTlsWhereItIsDemanded_SendsNothing()
    {
        using var server = new SmtpServer();
        using var mail = Mail("nadia@example.com", "text");

        var sent = await SenderTo(server.Port, SmtpSecurity.StartTls).SendAsync(mail);

        sent.Error!.Message.Should().Contain("no safe connection");
        server.Received.Should().NotContain(l => l.StartsWith("RCPT"));
    }

    [Fact]
    public void Setup_SmtpWithoutThePublicAddress_IsRefusedAtTheStart()
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Mail:Smtp:Host"] = "mail.example" })
            .Build();

        var register = () => new ServiceCollection().AddCommerceKittyMail(settings);

        register.Should().Throw<InvalidOperationException>().WithMessage("*PublicAddress*");
    }

    [Fact]
    public void Options_Print_NoPassword() =>
        new SmtpOptions { Host = "mail.example", Password = "secret" }.ToString().Should().Be("mail.example:587");

    private static SmtpMailSender SenderTo(int port, SmtpSecurity security = SmtpSecurity.None) =>
        new(new MailOptions { Smtp = new() { Host = "127.0.0.1", Port = port, Security = security } }, NullLogger<SmtpMailSender>.Instance);

    private static MimeMessage Mail(string to, string text) => new(
        [MailboxAddress.Parse("shop@example.com")], [MailboxAddress.Parse(to)], "Subject", new TextPart("plain") { Text = text });

    /// <summary>Says yes to everything but receivers, if asked to; keeps every line it was sent.</summary>
    private sealed class SmtpServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public SmtpServer(bool refuseReceivers = false)
        {
            _listener.Start();
            _ = ServeAsync(refuseReceivers);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public ConcurrentQueue<string> Received { get; } = new();

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync(bool refuseReceivers)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            using var reader = new StreamReader(client.GetStream());
            await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 ready");
            var inText = false;
            while (await reader.ReadLineAsync() is { } line)
            {
                Received.Enqueue(line);
                inText = inText ? line != "." : line == "DATA";
                if (inText && line != "DATA")
                    continue;
                await writer.WriteLineAsync(line switch
                {
                    "DATA" => "354 go on",
                    _ when refuseReceivers && line.StartsWith("RCPT", StringComparison.Ordinal) => "550 nobody here",
                    _ => "250 fine",
                });
            }
        }
    }
}
