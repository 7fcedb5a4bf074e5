using System.Net;
using System.Security.Cryptography;
using System.Text;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Setup;

/// <summary>The first run: an account without an owner is set up by a person who can read the server's log. Once there is an owner it does
/// nothing any more. Setting: <c>Setup:Page</c> (false where the owner is only ever made at the command line).</summary>
public sealed partial class OwnerSetup(
    IDbContextFactory<CommerceKittyDbContext> databases, UnitOfWork unitOfWork, IConfiguration configuration, ILogger<OwnerSetup> logger)
{
    /// <summary>Where the page is.</summary>
    public const string Path = "/setup";

    private static readonly Error AlreadySetUp = new(ErrorKind.Conflict, "already-set-up",
        "Someone else has just set this account up and owns it now. Ask them to invite you, or sign in if it was you.");

    private readonly string _code = PasswordRules.Generate();

    private volatile bool _owned;

    /// <summary>The first of the code's four groups, which the page shows: each start and each node has a code of its own, and behind a
    /// proxy nobody sees which node answers. The other three (87 bits) are the secret.</summary>
    public string CodeBeginning => _code[.._code.IndexOf('-', StringComparison.Ordinal)];

    /// <summary>True while nobody owns the account. Once someone does it stays so, and nothing is read any more.</summary>
    public async Task<bool> IsNeededAsync(CancellationToken ct = default)
    {
        if (_owned || !configuration.GetValue("Setup:Page", defaultValue: true))
            return false;
        await using var db = await databases.CreateDbContextAsync(ct);
        _owned = await db.Users.AnyAsync(u => u.IsOwner, ct);
        return !_owned;
    }

    /// <summary>Writes this node's code into the log, if it is needed. It is kept nowhere else.</summary>
    public async Task AnnounceAsync(CancellationToken ct = default)
    {
        if (await IsNeededAsync(ct))
            LogCode(Path, _code);
    }

    /// <summary>Makes the account owner. Of two at the same time one wins, by the database's unique index; the other is told so.</summary>
    public async Task<Result<Done>> CreateOwnerAsync(OwnerRequest request, IPAddress? address, CancellationToken ct = default)
    {
        if (!await IsNeededAsync(ct))
            return AlreadySetUp;
        var email = TextRules.Email(request.Email, "email");
        var firstName = TextRules.Line(request.FirstName, "firstName", "First name");
        var lastName = TextRules.OptionalLine(request.LastName, "lastName", "Last name");
        var repeated =
            request.Password == request.Repeated ? null : Error.Invalid("repeated", "The two passwords differ. Type the same one twice.");
        if (FieldErrors.Combine(CheckCode(request.Code), email.Error, firstName.Error, lastName.Error, repeated) is { } invalid)
            return invalid;

        var created = await unitOfWork.RunAsync<Done>(Actor.Anonymous(address), async work =>
        {
            if (await work.Db.Users.AnyAsync(u => u.IsOwner, ct))
                return AlreadySetUp;
            await StandardGroups.EnsureAsync(work, ct);
            var owner = new User
            {
                UserName = email.Value,
                Email = email.Value,
                EmailConfirmed = true,
                FirstName = firstName.Value!,
                LastName = lastName.Value!,
                Kind = UserKind.Person,
                IsOwner = true,
                CreatedAt = work.Now,
            };
            if (await PasswordLinkService.CheckAsync(work, owner, request.Password ?? string.Empty) is { } refused)
                return refused;
            if (!(await work.Users.CreateAsync(owner, request.Password!)).Succeeded)
                return Error.Invalid("email", "Email already belongs to another user. Each user needs an email of its own.");
            var group = await work.Db.Roles.Where(g => g.Code == StandardGroups.Admin).Select(g => g.Name!).SingleAsync(ct);
            if (!(await work.Users.AddToRoleAsync(owner, group)).Succeeded)
                return Error.ChangedMeanwhile;
            var access = (await AccessReader.FindUserAsync(work.Db, owner.Id, ct))!;
            work.AuditAs(Actor.Person(access, address), AuditActions.OwnerCreated, new AuditTarget("users", owner.Id, owner.Name),
                after: new { owner.Email, owner.FirstName, owner.LastName, Group = StandardGroups.Admin });
            return Done.Value;
        }, ct);
        if (created.IsDone)
            _owned = true;
        return created;
    }

    /// <summary>Compares hashes, which takes as long for every wrong code.</summary>
    private Error? CheckCode(string? typed) =>
        CryptographicOperations.FixedTimeEquals(Hash(typed?.Trim() ?? string.Empty), Hash(_code))
            ? null
            : Error.Invalid(
                "code",
                $"This is not the code. Look in the server's log for the one that begins with {CodeBeginning}: each start and each node "
                + $"prints one of its own."
            );

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Nobody owns this account yet. Open {Path} in a browser and enter this one-time code: {Code}"
    )]
    private partial void LogCode(string path, string code);
}
