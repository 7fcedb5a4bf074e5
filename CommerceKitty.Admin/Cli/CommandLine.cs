using System.CommandLine;
using System.CommandLine.Invocation;

namespace CommerceKitty.Admin.Cli;

/// <summary>The command line of the same executable (design §6), for operators and scripts. It does nothing itself: each command
/// calls the service that pages and the API call (R1).</summary>
public static class CommandLine
{
    /// <summary>Exit code: done.</summary>
    public const int Done = 0;

    /// <summary>Exit code: refused, not found, or the database is out of reach.</summary>
    public const int Refused = 1;

    /// <summary>Exit code: the command was not understood.</summary>
    public const int WrongUsage = 2;

    private static readonly string[] HelpAndVersion = ["--help", "-h", "-?", "/h", "/?", "--version"];

    /// <summary>True when the arguments are a command and not settings of the web server. Settings hold <c>=</c> or are an option with
    /// its value after it; so a misspelled command, or an option that is neither, is answered instead of starting a server.</summary>
    public static bool Handles(string[] args) =>
        args is [var first, ..] && (HelpAndVersion.Contains(first) || first == "--json" || !IsSetting(args));

    private static bool IsSetting(string[] args) =>
        args[0].Contains('=', StringComparison.Ordinal)
        || (args is [['-' or '/', ..], [not '-' and not '/', ..], ..]);

    /// <summary>Runs the command.</summary>
    /// <param name="args">The arguments of the process.</param>
    /// <param name="output">Standard output: answers only.</param>
    /// <param name="error">Standard error: everything else. A key's value never appears here.</param>
    /// <param name="input">Standard input.</param>
    /// <param name="configure">Changes settings before the services are built; for tests.</param>
    /// <param name="ct">Stops the command.</param>
    /// <returns>The exit code: <see cref="Done"/>, <see cref="Refused"/> or <see cref="WrongUsage"/>.</returns>
    public static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter error, TextReader input,
        Action<IHostApplicationBuilder>? configure = null, CancellationToken ct = default)
    {
        var console = new CommandConsole(output, error, input);
        var host = new CliHost(console, configure);
        var root = new RootCommand("Commerce Kitty Admin. Without a command it starts the web server.")
        {
            KeysCommands.Create(host),
            UsersCommands.Create(host),
            GroupsCommands.Create(host),
            OwnerCommands.Create(host),
            MigrateCommand.Create(host),
        };
        root.Options.Add(host.Json);
        // A name may begin with @; it is not a file of arguments.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            // Their lists of choices are broken into lines.
            foreach (
                var message in parsed
                    .Errors.Select(e => string.Join(' ', e.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
                    .Distinct(StringComparer.Ordinal))
                console.Note(message.ReplaceLineEndings(" "));
            console.Note($"Run with --help to see how: {string.Join(' ', PathOf(parsed.CommandResult))} --help");
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
