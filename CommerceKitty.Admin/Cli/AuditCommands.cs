using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Users;
using CsvHelper;

namespace CommerceKitty.Admin.Cli;

/// <summary><c>audit list|export|verify</c>.</summary>
public static class AuditCommands
{
    private const int UsualCount = 50;

    /// <summary>The command with its subcommands.</summary>
    public static Command Create(CliHost host) => new("audit", "Read and export the audit log.") { List(host), Export(host), Verify(host) };

    private static Command List(CliHost host)
    {
        var count = new Option<int>("--count")
        {
            Description = $"How many entries to print. By default {UsualCount}.",
            HelpName = "NUMBER",
            DefaultValueFactory = _ => UsualCount,
            CustomParser = Numbers.One("--count must be a whole number of entries, for example 50."),
        };
        var filters = new AuditFilterOptions();
        var command = new Command("list", "List entries, newest first.") { count };
        filters.AddTo(command);
        command.SetAction((parsed, ct) => host.RunAsync(async services =>
        {
            var rows = new List<AuditRow>();
            var wanted = parsed.GetValue(count);
            var refused = await ReadAsync(services, filters, parsed, part =>
            {
                rows.AddRange(part.Take(wanted - rows.Count));
                return rows.Count < wanted;
            }, ct);
            if (refused is not null)
                return host.Console.Refuse(refused);
            if (parsed.GetValue(host.Json))
            {
                host.Console.WriteJson(CommandConsole.ToJson(rows.ConvertAll(r => r.ToResource())));
                return CommandLine.Done;
            }

            host.Console.WriteTable(
                ["ID", "WHEN", "ACTOR", "ADDRESS", "ACTION", "TARGET"],
                rows.Select(e => (string[])
                [
                    e.Id.ToString(CultureInfo.InvariantCulture), CommandConsole.Time(e.At), AuditPresentation.Actor(e),
                    e.Address is { Length: > 0 } address ? address : "-", e.Action, e.Target,
                ]));
            return CommandLine.Done;
        }, ct));
        return command;
    }

    private static Command Export(CliHost host)
    {
        var format = new Option<string>("--format")
        {
            Description = "csv, or ndjson for events of OCSF, one JSON object a line.",
            DefaultValueFactory = _ => "csv",
        };
        format.AcceptOnlyFromAmong("csv", "ndjson");
        var filters = new AuditFilterOptions();
        var command = new Command("export", "Write all entries to standard output, newest first.") { format };
        filters.AddTo(command);
        command.SetAction((parsed, ct) => host.RunAsync(async services =>
        {
            var asCsv = parsed.GetValue(format) == "csv";
            if (asCsv)
                host.Console.WriteData(string.Join(',', AuditCsv.Columns) + "\r\n");
            var refused = await ReadAsync(services, filters, parsed, part =>
            {
                host.Console.WriteData(asCsv ? Csv(part) : Events(part));
                return true;
            }, ct);
            return refused is null ? CommandLine.Done : host.Console.Refuse(refused);
        }, ct));
        return command;
    }

    private static Command Verify(CliHost host)
    {
        var command = new Command("verify", "Check that no entry was changed, removed or added past the product.");
        command.SetAction((parsed, ct) => host.RunAsync(async services =>
        {
            var verified = await services.GetRequiredService<AuditLogService>().VerifyAsync(null, ct);
            if (!verified.IsDone)
                return host.Console.Refuse(verified.Error);
            var (entries, head, broken) = verified.Value;
            if (parsed.GetValue(host.Json))
            {
                host.Console.WriteJson(CommandConsole.ToJson(
                    new { Holds = broken is null, Entries = entries, Head = Convert.ToHexStringLower(head), Break = broken }));
            }
            else if (broken is null)
            {
                host.Console.WriteLine($"{AuditPresentation.Verification(verified.Value)} Head: {Convert.ToHexStringLower(head)}");
            }
            else
            {
                host.Console.Fail(AuditPresentation.Verification(verified.Value));
            }

            return broken is null ? CommandLine.Done : CommandLine.Refused;
        }, ct));
        return command;
    }

    /// <summary>Reads the entries that the options name, some at a time, until there are no more or the reader has enough.</summary>
    /// <returns>Null, or why they cannot be read.</returns>
    private static async Task<Error?> ReadAsync(
        IServiceProvider services,
        AuditFilterOptions filters,
        ParseResult parsed,
        Func<IReadOnlyList<AuditRow>, bool> take,
        CancellationToken ct)
    {
        var request = await filters.ReadAsync(parsed, services.GetRequiredService<UserService>(), ct);
        if (!request.IsDone)
            return request.Error;
        var log = services.GetRequiredService<AuditLogService>();
        string? after = null;
        do
        {
            var part = await log.ListAsync(request.Value with { After = after }, ct);
            if (!part.IsDone)
                return part.Error;
            if (!take(part.Value.Items))
                return null;
            after = part.Value.Next;
        }
        while (after is not null);
        return null;
    }

    private static string Csv(IReadOnlyList<AuditRow> rows)
    {
        using var text = new StringWriter(new StringBuilder(), CultureInfo.InvariantCulture);
        using (var csv = CsvWriter.Create(text, CsvDownload.Options with { WriteByteOrderMark = false }, leaveOpen: true))
        {
            foreach (var row in rows)
            {
                AuditCsv.Write(csv, row);
                csv.EndRecord();
            }
        }

        return text.ToString();
    }

    private static string Events(IReadOnlyList<AuditRow> rows)
    {
        var lines = new ArrayBufferWriter<byte>();
        foreach (var row in rows)
            AuditEvents.WriteLine(lines, row);
        return Encoding.UTF8.GetString(lines.WrittenSpan);
    }
}
