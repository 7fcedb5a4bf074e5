using System.CommandLine;
using System.CommandLine.Invocation;

namespace CommerceKitty.Admin.Cli;

/// <summary>The command line of the same executable (design §6), for operators and scripts. Each command calls the same service as the
/// pages and the API do (R1).</summary>
public static class CommandLine
{
    /// <summary>Exit code: success.</summary>
    public const int Done = 0;

    /// <summary>Exit code: rejected, not found, or the database does not respond.</summary>
    public const int Refused = 1;

    /// <summary>Exit code: the command was not understood.</summary>
    public const int WrongUsage = 2;

    private static readonly string[] HelpAndVersion = ["--help", "-h", "-?", "/h", "/?", "--version"];

    /// <summary>True when the arguments are a command and not settings of the web server. Settings contain <c>=</c> or are an option
    /// followed by its value. Everything else, such as a misspelled command, is reported instead of starting a server.</summary>
    public static bool Handles(string[] args) =>
        args is [var first, ..] && (HelpAndVersion.Contains(first) || first == "--json" || !IsSetting(args));

    private static bool IsSetting(string[] args) =>
        args[0].Contains('=', StringComparison.Ordinal)
        || (args is [['-' or '/', ..], [not '-' and not '/', ..], ..]);

    /// <summary>Runs the command.</summary>
    /// <param name="args">The arguments of the process.</param>
    /// <param name="output">Standard output: results only.</param>
    /// <param name="error">Standard error: everything else. A key's value is never written to it.</param>
    /// <param name="input">Standard input.</param>
    /// <param name="configure">Changes settings before the services are built, for tests.</param>
    /// <param name="ct">Cancels the command.</param>
    /// <returns>The exit code: <see cref="Done"/>, <see cref="Refused"/> or <see cref="WrongUsage"/>.</returns>
    public static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter error, TextReader input,
        Action<IHostApplicationBuilder>? configure = null, CancellationToken ct = default)
    {
        var console = new CommandConsole(output, error, input);
        var host = new CliHost(console, configure);
        var root = new RootCommand("Commerce Kitty Admin. Starts the web server when no command is given.")
        {
            KeysCommands.Create(host),
            UsersCommands.Create(host),
            GroupsCommands.Create(host),
            OwnerCommands.Create(host),
            AuditCommands.Create(host),
            SettingsCommands.Create(host),
            MigrateCommand.Create(host),
        };
        root.Options.Add(host.Json);
        // A name may start with @; it is not a response file.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            // Messages with a list of choices have line breaks.
            foreach (
                var message in parsed
                    .Errors.Select(e => string.Join(' ', e.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
                    .Distinct(StringComparer.Ordinal))
                console.Fail(message.ReplaceLineEndings(" "));
            console.Note($"For help, run: {string.Join(' ', PathOf(parsed.CommandResult))} --help");
            return WrongUsage;
        }

        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
            },
            ct);
    }

    private static IEnumerable<string> PathOf(System.CommandLine.Parsing.CommandResult result) =>
        result.Parent is System.CommandLine.Parsing.CommandResult parent
            ? PathOf(parent).Append(result.Command.Name)
            : [result.Command.Name];
}
