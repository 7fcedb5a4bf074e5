using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommerceKitty.Admin.Tests.Security;

/// <summary>R5 holds at every log level: this host asks for Trace everywhere.</summary>
[Trait("Needs", "Server")]
public sealed class LogLevelTests(AppHost app) : IClassFixture<AppHost>
{
    [Theory]
    [InlineData("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher")]
    [InlineData("Microsoft.AspNetCore.Components.Server.Circuits.RemoteRenderer")]
    [InlineData("Microsoft.AspNetCore.Http.Connections.Internal.Transports.WebSocketsServerTransport")]
    public void CircuitTransport_TraceAskedFor_StaysQuietAboutWhatWasTyped_R5(string category) =>
        app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category).IsEnabled(LogLevel.Debug).Should().BeFalse();

    [Fact]
    public void OtherCategories_TraceAskedFor_AreLogged() =>
        app
            .Services.GetRequiredService<ILoggerFactory>()
            .CreateLogger("Microsoft.EntityFrameworkCore.Database.Command")
            .IsEnabled(LogLevel.Trace)
            .Should()
            .BeTrue();
}
