using System.Diagnostics.Metrics;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Refusals;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CommerceKitty.Admin.Tests.Features.Refusals;

/// <summary>However many requests are refused, the log has one line a minute.</summary>
[Trait("Database", "None")]
public sealed class RefusalLogTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Lines _lines = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RefusalLog _log;

    public RefusalLogTests() => _log = new(_time, _lines, _services.GetRequiredService<IMeterFactory>());

    public void Dispose()
    {
        _log.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Count_ManyInAMinute_IsOneLine()
    {
        for (var i = 0; i < 1_000; i++)
            _log.Count(RefusalReason.NoCredentials);
        _log.Count(RefusalReason.UnknownEmail);

        _lines.Written.Should().BeEmpty();
        _time.Advance(TimeSpan.FromMinutes(1));
        _lines.Written.Should().Equal("1001 requests were refused in the last minute: no-credentials 1000, unknown-email 1");
        _time.Advance(TimeSpan.FromMinutes(5));
        _lines.Written.Should().ContainSingle("a quiet minute says nothing");
    }

    [Fact]
    public void Count_EachReason_IsInTheMetric()
    {
        var seen = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Scope == _services.GetRequiredService<IMeterFactory>())
                    l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen.Add($"{instrument.Name} {tags[0].Value} {value}"));
        listener.Start();

        foreach (var reason in Enum.GetValues<RefusalReason>())
            _log.Count(reason);

        seen.Should().HaveCount(Enum.GetValues<RefusalReason>().Length).And.Contain("commerce_kitty.refusals plain-http 1");
    }

    private sealed class Lines : ILogger<RefusalLog>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception));
    }
}
