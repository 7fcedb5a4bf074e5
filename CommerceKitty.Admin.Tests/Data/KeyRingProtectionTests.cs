using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Data;

/// <summary>With a certificate, a reader of the database or a backup cannot make cookies.</summary>
[Trait("Needs", "Server")]
public sealed class KeyRingProtectionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("commercekitty-ring-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Protect_WithACertificate_TheStoredKeyIsEncryptedAndReadAgain(bool pem)
    {
        await using var app = new Host(Settings(pem));
        var protector = app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

        protector.Unprotect(protector.Protect("cookie")).Should().Be("cookie");

        await using var db = app.OpenDatabase();
        var keys = await db.DataProtectionKeys.Select(k => k.Xml!).ToListAsync();
        keys.Should().NotBeEmpty().And.OnlyContain(xml => xml.Contains("EncryptedData") && !xml.Contains("<value>"));
        app.Logs.Should().NotContain(l => l.Contains("UNENCRYPTED"));
    }

    [Fact]
    public void Apply_CertificateThatIsNotThere_SaysWhichSetting()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { [KeyRingProtection.Setting] = Path.Combine(_folder, "none.pfx") }).Build();

        FluentActions.Invoking(() => KeyRingProtection.Apply(new ServiceCollection().AddDataProtection(), configuration))
            .Should().Throw<InvalidOperationException>().WithMessage($"{KeyRingProtection.Setting} is '*none.pfx', which cannot be read*");
    }

    private Dictionary<string, string> Settings(bool pem)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=ring", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var path = Path.Combine(_folder, "ring");
        if (!pem)
        {
            File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, "secret"));
            return new() { [KeyRingProtection.Setting] = path, ["DataProtection:Certificate:Password"] = "secret" };
        }

        File.WriteAllText(path, certificate.ExportCertificatePem());
        File.WriteAllText(path + ".key", key.ExportPkcs8PrivateKeyPem());
        return new() { [KeyRingProtection.Setting] = path, ["DataProtection:Certificate:KeyPath"] = path + ".key" };
    }

    private sealed class Host(Dictionary<string, string> settings) : AppHost
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            foreach (var (name, value) in settings)
                builder.UseSetting(name, value);
        }
    }
}
