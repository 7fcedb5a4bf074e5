namespace CommerceKitty.Admin.Features.Mail;

/// <summary>How the connection to the SMTP server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>Begins in the clear and must change to TLS before anything is sent; port 587.</summary>
    StartTls,

    /// <summary>TLS from the first byte; port 465.</summary>
    Tls,

    /// <summary>None: only for a server on this machine.</summary>
    None,
}
