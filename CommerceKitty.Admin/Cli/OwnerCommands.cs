using System.CommandLine;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Users;

namespace CommerceKitty.Admin.Cli;

/// <summary><c>owner reset-password</c>: restores the account owner's access.</summary>
public static class OwnerCommands
{
    /// <summary>The command with its subcommand.</summary>
    public static Command Create(CliHost host)
    {
        var generate = new Option<bool>("--generate") { Description = "Generate a password and print only it to standard output." };
        var reset = new Command(
            "reset-password",
            "Set a new password for the account owner, read from standard input, and end all their sessions.")
        {
            generate,
        };
        reset.SetAction((parsed, ct) => host.RunAsync(async services =>
        {
            var generated = parsed.GetValue(generate) ? PasswordRules.Generate() : null;
            var password = generated ?? host.Console.ReadSecret("New password (not shown): ");
            if (string.IsNullOrEmpty(password))
            {
                host.Console.Fail("Enter a password as one line of standard input, or use --generate.");
                return CommandLine.WrongUsage;
            }

            var done = await services.GetRequiredService<OwnerService>().ResetOwnerPasswordAsync(password, ct);
            if (!done.IsDone)
                return host.Console.Refuse(done.Error);
            if (parsed.GetValue(host.Json))
                host.Console.WriteJson(done.Value.ToResource(), generated is null ? [] : [("password", generated)]);
            else if (generated is not null)
                host.Console.WriteSecret(generated);
            host.Console.Note(
                $"The password of {done.Value.Name} ({done.Value.Email}) was reset, and all sessions were ended.");
            return CommandLine.Done;
        }, ct));
        return new Command("owner", "Restore the account owner's access.") { reset };
    }
}
