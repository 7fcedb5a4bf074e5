namespace CommerceKitty.Admin.Features.Notices;

/// <summary>Makes and mails notices every few minutes. Several nodes may do it at the same time.</summary>
public sealed partial class NoticeRounds(NoticeMaker maker, NoticeMailer mailer, TimeProvider time, ILogger<NoticeRounds> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Makes and mails what is due now.</summary>
    public async Task RunOnceAsync(CancellationToken ct = default)
    {
        await maker.RunOnceAsync(ct);
        await mailer.RunOnceAsync(ct);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Notices could not be made or mailed; the next try is in ten minutes")]
    private partial void LogFailed(Exception exception);
}
