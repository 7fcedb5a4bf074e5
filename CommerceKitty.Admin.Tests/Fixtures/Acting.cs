using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>A scope in which someone acts.</summary>
public sealed class Acting : IAsyncDisposable
{
    private readonly AsyncServiceScope _scope;

    public Acting(IServiceProvider services, Action<CurrentActor> who)
    {
        _scope = services.CreateAsyncScope();
        who(_scope.ServiceProvider.GetRequiredService<CurrentActor>());
    }

    public ApiKeyService ApiKeys => Get<ApiKeyService>();

    public ApiKeyQueries KeyQueries => Get<ApiKeyQueries>();

    public UserService Users => Get<UserService>();

    public UserGroupService UserGroups => Get<UserGroupService>();

    public AuditLogService AuditLog => Get<AuditLogService>();

    /// <summary>Any service of the product.</summary>
    public T Get<T>()
        where T : notnull => _scope.ServiceProvider.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _scope.DisposeAsync();
}
