using System.Diagnostics.Metrics;
using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.Refusals;

/// <summary>Tells the log and the metrics how many requests were refused: one line a minute at most, whatever is sent.</summary>
public sealed partial class RefusalLog : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "CommerceKitty.Admin";

    /// <summary>By the reason's number; not every number is one.</summary>
    private static readonly string[] Names =
        [.. Enumerable.Range(0, (int)Enum.GetValues<RefusalReason>().Max() + 1).Select(r => RefusalPresentation.NameOf((RefusalReason)r))];

    private readonly long[] _counts = new long[Names.Length];
    private readonly Meter _meter;
    private readonly Counter<long> _counter;
    private readonly TimeProvider _time;
    private readonly ILogger<RefusalLog> _logger;
    private readonly ITimer _timer;

    public RefusalLog(TimeProvider time, ILogger<RefusalLog> logger, IMeterFactory meters)
    {
        (_time, _logger) = (time, logger);
        _meter = meters.Create(MeterName);
        _counter = _meter.CreateCounter<long>("commerce_kitty.refusals", "{request}", "Requests that were refused, by reason.");
        var minute = TimeSpan.FromMinutes(1);
        _timer = _time.CreateTimer(_ => Tell(), null, minute, minute);
    }

    /// <summary>Counts a refusal. Without a lock: a flood passes here.</summary>
    public void Count(RefusalReason reason)
    {
        Interlocked.Increment(ref _counts[(int)reason]);
        _counter.Add(1, new KeyValuePair<string, object?>("reason", Names[(int)reason]));
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Tell()
    {
        var counted = new List<string>();
        var sum = 0L;
        for (var reason = 0; reason < _counts.Length; reason++)
        {
            if (Interlocked.Exchange(ref _counts[reason], 0) is > 0 and var count)
            {
                sum += count;
                counted.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Names[reason]} {count}"));
            }
        }

        if (sum > 0)
            LogRefused(_logger, sum, string.Join(", ", counted));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} requests were refused in the last minute: {Reasons}")]
    private static partial void LogRefused(ILogger logger, long count, string reasons);
}
