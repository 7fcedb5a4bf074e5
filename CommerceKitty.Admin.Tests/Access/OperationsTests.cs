using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Access;

/// <summary>R12: what changed between a change's first check inside its transaction and its commit is seen.</summary>
public sealed class OperationsTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task ChangeAsync_PowerLostBetweenTheCheckAndTheCommit_IsRefusedAndChangesNothing_R12()
    {
        Assert.SkipWhen(TestDatabase.Provider == "Sqlite", "One transaction excludes every other one on SQLite: nothing can come between.");
        var user = await _shop.AddUserWithAsync("robot@example.com", Permissions.Products.Create);
        var (key, value) = await _shop.AddKeyAsync(user);
        await using var acting = await _shop.ByKeyAsync(value);
        var before = (await _shop.AuditAsync()).Count;

        var changed = await acting.Get<Operations>().ChangeAsync<Done>(Permissions.Products.Create, async work =>
        {
            await using var other = _shop.AsCommandLine();
            (await other.ApiKeys.RevokeAsync(key.Id)).Error.Should().BeNull();
            work.Audit("test.changed", new("products", 1, "Wand"));
            return Done.Value;
        });

        changed.Error.Should().Be(Error.Unauthenticated);
        (await _shop.AuditAsync()).Should().HaveCount(before + 1, "only the revocation happened");
    }

    [Fact]
    public async Task ChangeAsync_DeadlockedWithARevocation_IsRetriedAndBothHold_R12()
    {
        Assert.SkipWhen(TestDatabase.Provider == "Sqlite", "One transaction excludes every other one on SQLite: no two wait.");
        var user = await _shop.AddUserWithAsync("robot@example.com");
        var (key, value) = await _shop.AddKeyAsync(user);
        await using var renaming = _shop.AsCommandLine();
        Task<Result<Done>>? revoking = null;
        var tries = 0;

        // The rename holds the key's row and then wants the access version's; the revocation holds that one and wants the key's.
        var renamed = await renaming.Get<Operations>().ChangeAsync<Done>(Permissions.ApiKeys.Edit, async work =>
        {
            tries++;
            var row = await work.Db.ApiKeys.SingleAsync(k => k.Id == key.Id);
            row.Name = "Renamed";
            row.Version++;
            work.Audit("api-key.renamed", new("api-keys", key.Id, row.Name));
            await work.SaveAsync();
            revoking ??= StartElsewhere(RevokeAsync);
            await Until.ThereIsAsync(
                async () => revoking.IsCompleted || await IsAnyWaitingAsync() ? "waiting" : null,
                "the revocation to wait for the key's row");
            return Done.Value;
        });

        renamed.Error.Should().BeOneOf(null, Error.ChangedMeanwhile);
        (await revoking!).Error.Should().Be(null);
        tries.Should().BeInRange(1, 2);
        await using var db = _shop.OpenDatabase();
        var stored = await db.ApiKeys.SingleAsync(k => k.Id == key.Id);
        stored.RevokedAt.Should().NotBeNull();
        stored.Name.Should().Be(renamed.IsDone ? "Renamed" : key.Name);
        var actions = (await _shop.AuditAsync()).Select(e => e.Action).ToList();
        actions.Should().ContainSingle(a => a == "api-key.revoked");
        actions.Count(a => a == "api-key.renamed").Should().Be(renamed.IsDone ? 1 : 0);

        // A retry within another one's retries would be left to that one.
        static Task<T> StartElsewhere<T>(Func<Task<T>> start)
        {
            using (ExecutionContext.SuppressFlow())
                return Task.Run(start);
        }

        async Task<Result<Done>> RevokeAsync()
        {
            await using var acting = _shop.AsCommandLine();
            var revoked = await acting.ApiKeys.RevokeAsync(key.Id);
            return revoked.IsDone ? Done.Value : revoked.Error;
        }

        async Task<bool> IsAnyWaitingAsync()
        {
            await using var other = _shop.OpenDatabase();
            return await other.Database
                .SqlQuery<int>($"""
                    select count(*)::int as "Value" from pg_stat_activity
                    where datname = current_database() and wait_event_type = 'Lock'
                    """)
                .SingleAsync() > 0;
        }
    }

    [Fact]
    public async Task ChangeAsync_KeyEndsItselfWhileAnotherChangeCommits_IsCarriedOut_R12()
    {
        Assert.SkipWhen(TestDatabase.Provider == "Sqlite", "One transaction excludes every other one on SQLite: nothing can come between.");
        var user = await _shop.AddUserWithAsync("robot@example.com", Permissions.ApiKeys.Edit);
        var (key, value) = await _shop.AddKeyAsync(user);
        var (other, _) = await _shop.AddKeyAsync(user, "Other");
        await using var acting = await _shop.ByKeyAsync(value);
        var tries = 0;

        var changed = await acting.Get<Operations>().ChangeAsync<Done>(Permissions.ApiKeys.Edit, async work =>
        {
            if (++tries == 1)
            {
                await using var operatorActs = _shop.AsCommandLine();
                (await operatorActs.ApiKeys.DisableAsync(other.Id)).Error.Should().BeNull();
            }

            (await work.Db.ApiKeys.SingleAsync(k => k.Id == key.Id)).Enabled = false;
            return Done.Value;
        });

        changed.Error.Should().BeNull();
        tries.Should().Be(2, "the first transaction could not tell who had disabled the key");
        await using var db = _shop.OpenDatabase();
        (await db.ApiKeys.SingleAsync(k => k.Id == key.Id)).Enabled.Should().BeFalse();
    }

    [Fact]
    public async Task ChangeAsync_SessionEndedBeforeTheTransaction_IsRefused_R12()
    {
        var (acting, session) = await SignInAsync();
        await using var _ = acting;

        var before = await CreateAsync();
        await using (var db = _shop.OpenDatabase())
            await db.UserSessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, session.StartedAt));
        var after = await CreateAsync();

        before.Error.Should().BeNull();
        after.Error.Should().Be(Error.Unauthenticated);

        Task<Result<Done>> CreateAsync() =>
            acting.Get<Operations>().ChangeAsync<Done>(Permissions.Products.Create, _ => Task.FromResult<Result<Done>>(Done.Value));
    }

    [Theory]
    [InlineData("session ended")]
    [InlineData("signed out everywhere")]
    [InlineData("password reset")]
    public async Task ChangeAsync_SignedOutBetweenTheCheckAndTheCommit_IsRefusedAndChangesNothing_R12(string how)
    {
        Assert.SkipWhen(TestDatabase.Provider == "Sqlite", "One transaction excludes every other one on SQLite: nothing can come between.");
        var (acting, session) = await SignInAsync();
        await using var _ = acting;

        var changed = await acting.Get<Operations>().ChangeAsync<Done>(Permissions.Products.Create, async work =>
        {
            await using var other = _shop.AsCommandLine();
            Error? error = how switch
            {
                "session ended" => (await other.Get<UserSessionService>().EndAsync(session.UserId, session.Id)).Error,
                "signed out everywhere" => (await other.Get<UserSessionService>().EndAllAsync(session.UserId)).Error,
                _ => await ResetPasswordAsync(session.UserId),
            };
            error.Should().BeNull();
            work.Audit("test.changed", new("products", 1, "Wand"));
            return Done.Value;
        });

        changed.Error.Should().Be(Error.Unauthenticated);
        (await _shop.AuditAsync()).Should().NotContain(e => e.Action == "test.changed");
    }

    private async Task<Error?> ResetPasswordAsync(int userId)
    {
        var changed = await _shop.Services.GetRequiredService<UnitOfWork>().RunAsync<Done>(Actor.CommandLine("test"), async work =>
        {
            var user = await work.Db.Users.SingleAsync(u => u.Id == userId);
            (await work.Users.RemovePasswordAsync(user)).Succeeded.Should().BeTrue();
            (await work.Users.AddPasswordAsync(user, "nine lives and one tail")).Succeeded.Should().BeTrue();
            return Done.Value;
        });
        return changed.Error;
    }

    private async Task<(Acting Acting, UserSession Session)> SignInAsync()
    {
        var user = await _shop.AddUserWithAsync("person@example.com", Permissions.Products.Create);
        var now = _shop.Time.GetUtcNow().UtcDateTime;
        var session = new UserSession { UserId = user.Id, StartedAt = now, LastSeenAt = now, Address = "::1", UserAgent = "Test" };
        await _shop.AddAsync(session);
        UserAccess? access;
        await using (var db = _shop.OpenDatabase())
            access = await AccessReader.FindUserAsync(db, user.Id);
        return (new Acting(_shop.Services, c => c.ActAs(Actor.Person(access!, address: null, session.Id))), session);
    }
}
