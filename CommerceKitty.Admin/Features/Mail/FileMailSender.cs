using System.Globalization;
using System.Security.Cryptography;
using CommerceKitty.Admin.Common;
using MimeKit;

namespace CommerceKitty.Admin.Features.Mail;

/// <summary>Writes each mail as an <c>.eml</c> file into a folder: a shop on one machine needs no mail server to begin
/// with, and the operator opens the file.</summary>
public sealed partial class FileMailSender(
    MailOptions options, IHostEnvironment environment, TimeProvider time, ILogger<FileMailSender> logger) : IMailSender
{
    /// <summary>Where the files are, as an operator finds it.</summary>
    public string Folder => options.Folder;

    /// <inheritdoc/>
    public async Task<Result<MailDelivery>> SendAsync(MimeMessage mail, CancellationToken ct = default)
    {
        var name = time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)
            + "-" + RandomNumberGenerator.GetHexString(6, lowercase: true) + ".eml";
        try
        {
            var folder = Path.Combine(environment.ContentRootPath, Folder);
            // The links in the mails let people in: nobody else on the machine may read them.
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            await mail.WriteToAsync(Path.Combine(folder, name), ct);
            return new MailDelivery($"{Folder}/{name}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotWritten(exception);
            return new Error(
                ErrorKind.Conflict,
                "mail-not-sent",
                $"The mail could not be written into {Folder}. Make the folder writable, then send it again.");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A mail could not be written")]
    private partial void LogNotWritten(Exception exception);
}
