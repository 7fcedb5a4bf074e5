using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Data;

internal static class DesignTime
{
    public static DbContextOptions<TContext> Options<TContext>(Action<DbContextOptionsBuilder> configure)
        where TContext : DbContext
    {
        var services = new ServiceCollection().Configure<IdentityOptions>(DatabaseSetup.UseNewestIdentityTables).BuildServiceProvider();
        var builder = new DbContextOptionsBuilder<TContext>();
        configure(builder);
        builder.UseApplicationServiceProvider(services);
        return builder.Options;
    }
}
