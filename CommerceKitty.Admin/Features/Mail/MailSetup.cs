using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
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
        if (options.Smtp.Host.Length == 0)
            return services.AddSingleton<IMailSender, FileMailSender>();
        if (string.IsNullOrWhiteSpace(configuration[PublicAddress.Setting]))
        {
            throw new InvalidOperationException(
                $"Mails hold links: set {PublicAddress.Setting} to the address at which people open this site, like https://admin.example.com."
            );
        }

        return services.AddSingleton<IMailSender, SmtpMailSender>();
    }
}
