using MimeKit;

namespace CommerceKitty.Admin.Features.Mail;

/// <summary>Registers the sender that the settings ask for.</summary>
public static class MailSetup
{
    /// <summary>Reads the settings and registers <see cref="IMailSender"/>.</summary>
    public static IServiceCollection AddCommerceKittyMail(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection("Mail").Get<MailOptions>() ?? new MailOptions();
        if (!MailboxAddress.TryParse(options.From, out _))
            throw new InvalidOperationException("Mail:From is not an address. Write it like Shop <shop@example.com>.");
        services.AddSingleton(options);
        services.AddSingleton<PublicAddress>();
        var site = PublicAddress.Read(configuration);
        if (options.Smtp.Host.Length == 0)
            return services.AddSingleton<IMailSender, FileMailSender>();
        if (site is null)
        {
            throw new InvalidOperationException(
                $"Mails hold links: set {PublicAddress.Setting} to the address at which people open this site, like "
                + $"https://admin.example.com."
            );
        }

        return services.AddSingleton<IMailSender, SmtpMailSender>();
    }
}
