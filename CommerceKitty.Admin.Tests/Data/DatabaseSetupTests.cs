using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Tests.Fixtures;
using Npgsql;

namespace CommerceKitty.Admin.Tests.Data;

public sealed class DatabaseSetupTests
{
    [Fact]
    public async Task Provider_IsTheOneUnderTest()
    {
        await using var shop = new TestShop();
        await using var db = shop.OpenDatabase();

        db.GetType()
            .Name.Should()
            .StartWith(Environment.GetEnvironmentVariable("COMMERCEKITTY_TEST_PROVIDER") is { Length: > 0 } name ? name : "Sqlite");
    }

    [Theory]
    [InlineData("Host=db", true)]
    [InlineData("Host=db;No Reset On Close=false", false)]
    [InlineData("Host=db;no reset on close=true", true)]
    [InlineData("Host=db;NoResetOnClose=false", false)]
    public void PostgreSqlConnection_NoResetOnClose_UnlessTheOperatorSaysOtherwise(string connectionString, bool expected) =>
        new NpgsqlConnectionStringBuilder(DatabaseSetup.PostgreSqlConnection(connectionString)).NoResetOnClose.Should().Be(expected);
}
