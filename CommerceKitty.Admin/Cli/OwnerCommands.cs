using System.CommandLine;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Users;

namespace CommerceKitty.Admin.Cli;

/// <summary><c>owner reset-password</c>: the way back in for the account owner.</summary>
public static class OwnerCommands
{
    /// <summary>The command with its subcommand.</summary>
    public static Command Create(CliHost host)
    {
        var generate = new Option<bool>("--generate") { Description = "Make a password up and print it alone on standard output." };
        var reset = new Command(
            "reset-password",
            "Give the account owner a new password, read from standard input, and end all their sessions.")
        {
            generate,
        };
        reset.SetAction((parsed, ct) => host.RunAsync(async services =>
        {
            var generated = parsed.GetValue(generate) ? PasswordRules.Generate() : null;
            var password = generated ?? host.Console.ReadSecret("New password (it is not shown): ");
            if (string.IsNullOrEmpty(password))
            {
                host.Console.Note("There is no password. Write it as one line to standard input, or use --generate.");
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
                $"The password of {done.Value.Name} ({done.Value.Email}) is new. Sign in with it; every other session has ended."
            );
            return CommandLine.Done;
        }, ct));
        return new Command("owner", "Help the account owner.") { reset };
    }
}
