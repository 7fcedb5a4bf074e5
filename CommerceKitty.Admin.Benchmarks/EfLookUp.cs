using System.Text.Encodings.Web;
using CommerceKitty.Admin.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommerceKitty.Admin.Benchmarks;

/// <summary>The handler of the textbooks: one EF Core query for the key with its user, one for the permissions, for each request.</summary>
internal sealed class EfLookUp(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    IDbContextFactory<CommerceKittyDbContext> databases) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (LookUps.HashOf(Request) is not { } hash)
            return AuthenticateResult.NoResult();
        await using var db = await databases.CreateDbContextAsync();
        var key = await db.ApiKeys.AsNoTracking().Include(k => k.User).SingleOrDefaultAsync(k => k.Hash == hash);
        if (key is not { Enabled: true, RevokedAt: null, User.Enabled: true })
            return AuthenticateResult.Fail("No");
        var permissions = await (
            from m in db.UserRoles
            where m.UserId == key.UserId
            join c in db.RoleClaims on m.RoleId equals c.RoleId
            select c.ClaimValue!).ToListAsync();
        return LookUps.Success(Scheme.Name, key.UserId, permissions);
    }
}
