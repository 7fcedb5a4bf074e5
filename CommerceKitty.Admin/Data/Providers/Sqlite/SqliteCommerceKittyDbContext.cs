using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CommerceKitty.Admin.Data.Providers.Sqlite;

/// <summary>The embedded default: one file, WAL.</summary>
public sealed class SqliteCommerceKittyDbContext(DbContextOptions<SqliteCommerceKittyDbContext> options) : CommerceKittyDbContext(options)
{
    /// <inheritdoc/>
    protected override string WhereTrue(string column) => $"\"{column}\" = 1";

    /// <summary>SQLite has no decimal type, and as text money neither sorts nor compares: whole ten-thousandths do both.</summary>
    protected override void ConfigureMoney(PropertiesConfigurationBuilder<decimal> decimals) =>
        decimals.HaveConversion<TenThousandths>();

    private sealed class TenThousandths() : ValueConverter<decimal, long>(
        amount => (long)decimal.Round(amount * 10_000m, 0, MidpointRounding.ToEven),
        stored => stored / 10_000m);
}
