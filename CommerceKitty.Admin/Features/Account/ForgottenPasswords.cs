using System.Net;
using System.Threading.Channels;
using System.Threading.RateLimiting;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>Takes requests for a new password from anyone. The answer is the same, and as fast, whether or not there is such an
/// account: what follows from it happens behind the answer. Bounded per address, per account and altogether.</summary>
public sealed partial class ForgottenPasswords(
    UnitOfWork unitOfWork, UserLinkMailer mailer, ILogger<ForgottenPasswords> logger) : BackgroundService
{
    /// <summary>How often one address may ask within <see cref="Window"/>.</summary>
    public const int PerAddress = 10;

    /// <summary>How long an account gets no second mail by itself: nobody can fill a mailbox.</summary>
    public static readonly TimeSpan PerAccount = TimeSpan.FromMinutes(5);

    /// <summary>Over how long requests of an address are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private readonly Channel<(string Email, IPAddress? Address)> _asked =
        Channel.CreateBounded<(string, IPAddress?)>(new BoundedChannelOptions(200) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetFixedWindowLimiter(
            address,
            _ => new FixedWindowRateLimiterOptions { PermitLimit = PerAddress, Window = Window }));

    /// <summary>Takes the request. Refused only for a text that is no email, and for an address that asks too often.</summary>
    public Result<Done> Ask(string? email, IPAddress? address)
    {
        var text = TextRules.Email(email, "email");
        if (!text.IsDone)
            return text.Error;
        using var lease = _limiter.AttemptAcquire(AddressText.Of(address));
        if (!lease.IsAcquired)
            return new Error(
                ErrorKind.Conflict,
                "too-often",
                "Too many requests from your address. Wait a quarter of an hour, then try again.");
        _asked.Writer.TryWrite((text.Value, address));
        return Done.Value;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _limiter.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (email, address) in _asked.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await SendAsync(email, address, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception);
            }
        }
    }

    /// <summary>Mails a link, if there is an enabled person with this email who got none a moment ago.</summary>
    internal async Task SendAsync(string email, IPAddress? address, CancellationToken ct)
    {
        var issued = await unitOfWork.RunAsync<(User User, UserLinkToken Token)>(Actor.Anonymous(address), async work =>
        {
            var normalized = work.Users.NormalizeEmail(email);
            var user = await work.Db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == normalized, ct);
            if (user is not { Enabled: true, Kind: UserKind.Person })
                return Error.NotFound("user");
            var since = work.Now - PerAccount;
            if (await work.Db.UserLinks.AnyAsync(l => l.UserId == user.Id && l.SentAt > since && l.SecurityStamp == user.SecurityStamp, ct))
                return Error.NotFound("user");
            var token = await UserLinkMailer.IssueAsync(work, user, ct);
            work.Audit(AuditActions.UserResetRequested, new AuditTarget("users", user.Id, user.Name));
            return (user, token);
        }, ct);
        if (issued.IsDone)
            await mailer.SendAsync(issued.Value.User.Email!, issued.Value.User.Name, issued.Value.Token, ct);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A link to reset a password could not be sent")]
    private partial void LogFailed(Exception exception);
}
