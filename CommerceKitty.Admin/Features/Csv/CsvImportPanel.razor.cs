using System.Globalization;
using System.Text;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CsvHelper;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;

namespace CommerceKitty.Admin.Features.Csv;

/// <summary>Imports a file: previews the changes, saves them with progress, and shows the result of each line.</summary>
public partial class CsvImportPanel
{
    private const int MostShown = 200;
    private const int LinesPerDraw = 20;

    private readonly FormState _form = new();
    private ImportPreview? _preview;
    private CsvTable? _table;
    private CancellationTokenSource? _stop;
    private Error? _error;
    private bool _reading;
    private bool _done;
    private int _all;

    /// <summary>Reads and saves the lines.</summary>
    [Parameter, EditorRequired]
    public ICsvImport Import { get; set; } = default!;

    /// <summary>The columns it reads.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Columns { get; set; } = [];

    /// <summary>What a line is about: "Product".</summary>
    [Parameter, EditorRequired]
    public string Thing { get; set; } = string.Empty;

    /// <summary>More about the columns.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ViewerCulture Culture { get; init; }

    private int Waiting => _preview?.Lines.Count(l => l.Waits) ?? 0;

    private int Tried => _all - Waiting;

    private IReadOnlyList<ImportLine> Bad => [.. (_preview?.Lines ?? []).Where(IsBad)];

    /// <summary>What needs eyes first; what stays as it is needs none.</summary>
    private IReadOnlyList<ImportLine> Shown =>
        [.. (_preview?.Lines ?? []).Where(l => l.Kind != ImportKind.Unchanged).OrderByDescending(IsBad).ThenBy(l => l.Record.Line)];

    /// <inheritdoc/>
    public void Dispose() => _stop?.Cancel();

    private static bool IsBad(ImportLine line) => line.Kind == ImportKind.Wrong || line.Refusal is not null;

    private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Lines(int number) => number == 1 ? "1 line" : $"{Count(number)} lines";

    private static StatusTone Tone(ImportLine line) =>
        IsBad(line) ? StatusTone.Ended
        : line.Saved ? StatusTone.Good
        : line.Kind == ImportKind.New ? StatusTone.Waiting
        : StatusTone.Partial;

    private static string What(ImportLine line) =>
        IsBad(line) ? "Error" : line.Saved ? "Saved" : line.Kind == ImportKind.New ? "New" : "Changes";

    private static string Summary(ImportPreview preview)
    {
        var parts = new List<string>();
        Add(preview.Lines.Count(l => l.Saved), "saved");
        Add(preview.Lines.Count(l => l.Waits && l.Kind == ImportKind.New), "new");
        Add(preview.Lines.Count(l => l.Waits && l.Kind == ImportKind.Changed), "changed");
        Add(preview.Lines.Count(l => l.Kind == ImportKind.Unchanged), "unchanged");
        Add(preview.Lines.Count(IsBad), "with errors (skipped)");
        return parts.Count == 0
            ? "The file has no lines below the column names."
            : $"{Lines(preview.Lines.Count)}: {string.Join(", ", parts)}.";

        void Add(int number, string what)
        {
            if (number > 0)
                parts.Add($"{Count(number)} {what}");
        }
    }

    private static string Ignored(IReadOnlyList<string> columns) => columns.Count == 1
        ? $"Column “{columns[0]}” is ignored."
        : $"Columns {string.Join(", ", columns.Select(c => $"“{c}”"))} are ignored.";

    private async Task ReadAsync(InputFileChangeEventArgs e)
    {
        if (_form.Busy)
            return;
        _form.Show(null);
        (_preview, _table, _error, _done, _reading) = (null, null, null, false, true);
        try
        {
            await using var stream = e.File.OpenReadStream(CsvTable.MaximumSize + 1);
            var table = await CsvTable.ReadAsync(stream, Culture.Numbers);
            var preview = table.IsDone ? await DatabaseFaults.GuardAsync(() => Import.PreviewAsync(table.Value)) : table.Error;
            (_table, _preview, _error) = (table.Value, preview.Value, preview.Error);
            _all = Waiting;
        }
        catch (IOException)
        {
            _error = new(ErrorKind.Invalid, "unreadable", "The file could not be read. It may be larger than 10 MB, or have changed.");
        }
        finally
        {
            _reading = false;
        }
    }

    /// <summary>Asks before a click leads away from lines that are still being saved.</summary>
    private async Task GuardAsync(LocationChangingContext context)
    {
        if (!_form.Busy)
            return;
        if (!await Dialogs.IsToLeaveAsync(
            "Stop the import?",
            "Lines are still being saved. Saved lines stay; the rest is skipped. You can import the same file again."))
            context.PreventNavigation();
    }

    private async Task SaveAsync()
    {
        if (_preview is not { } preview)
            return;
        await _form.SubmitAsync<Done>(async () => await ApplyAsync(preview.Lines) is { } refusal ? refusal : Done.Value);
        _done = true;
    }

    private async Task<Error?> ApplyAsync(IReadOnlyList<ImportLine> lines)
    {
        using var stop = _stop = new CancellationTokenSource();
        var progressed = 0;
        try
        {
            return await Import.ApplyAsync(lines, async () =>
            {
                if (++progressed % LinesPerDraw != 0)
                    return;
                // Draws what is done so far, and gives a click on Stop its turn.
                StateHasChanged();
                await Task.Yield();
            }, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What was not tried still waits.
            return null;
        }
        finally
        {
            _stop = null;
        }
    }

    /// <summary>The lines with errors as they came, with the error: to correct and import again.</summary>
    private string RefusedFile()
    {
        // The byte order mark: without it Excel reads UTF-8 as something else.
        var text = new StringBuilder("\uFEFF");
        using (var writer = new StringWriter(text, CultureInfo.InvariantCulture))
        using (
            var csv = CsvWriter.Create(
                writer,
                CsvDownload.Options with
                {
                    WriteByteOrderMark = false,
                    ValidateFieldCount = false,
                },
                leaveOpen: true))
        {
            csv.WriteRecord([.. _table!.Columns, CsvTable.ErrorColumn]);
            foreach (var line in Bad)
                csv.WriteRecord([.. line.Record.Cells.Select(FormulaSafety.Keep), FormulaSafety.Keep(line.Refusal ?? line.Detail)]);
        }

        return text.ToString();
    }
}
