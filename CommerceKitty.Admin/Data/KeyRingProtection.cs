using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;

namespace CommerceKitty.Admin.Data;

/// <summary>Encrypts the key ring that protects cookies, which is in the database and so in its backups, by the settings
/// <c>DataProtection:Certificate:Path</c> (PKCS#12, or PEM), <c>Password</c> and <c>KeyPath</c> (the private key in PEM).</summary>
public static class KeyRingProtection
{
    /// <summary>The setting that names the certificate's file.</summary>
    public const string Setting = "DataProtection:Certificate:Path";

    /// <summary>True when the key ring is encrypted.</summary>
    public static bool IsConfigured(IConfiguration configuration) => !string.IsNullOrEmpty(configuration[Setting]);

    /// <summary>Encrypts new keys with the certificate. Keys that were stored before are still read.</summary>
    /// <exception cref="InvalidOperationException">The certificate cannot be read, or cannot encrypt.</exception>
    internal static void Apply(IDataProtectionBuilder keyRing, IConfiguration configuration)
    {
        if (!IsConfigured(configuration))
            return;
        var certificate = Read(configuration);
        if (!certificate.HasPrivateKey || certificate.GetRSAPrivateKey() is null)
            throw new InvalidOperationException($"{Setting} must be a certificate with an RSA key and its private part.");
        keyRing.ProtectKeysWithCertificate(certificate).UnprotectKeysWithAnyCertificate(certificate);
    }

    private static X509Certificate2 Read(IConfiguration configuration)
    {
        var (path, key) = (configuration[Setting]!, configuration["DataProtection:Certificate:KeyPath"]);
        var password = configuration["DataProtection:Certificate:Password"];
        try
        {
            if (string.IsNullOrEmpty(key))
                return X509CertificateLoader.LoadPkcs12FromFile(path, password);
            return string.IsNullOrEmpty(password)
                ? X509Certificate2.CreateFromPemFile(path, key)
                : X509Certificate2.CreateFromEncryptedPemFile(path, password, key);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{Setting} is '{path}', which cannot be read: {exception.Message}", exception);
        }
    }
}
