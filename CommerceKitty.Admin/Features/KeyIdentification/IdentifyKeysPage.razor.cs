using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.Requests;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CommerceKitty.Admin.Features.KeyIdentification;

/// <summary>The page that says whose keys are in a text.</summary>
public partial class IdentifyKeysPage
{
    /// <summary>The flaw of a value of which only the hint is there.</summary>
    private const string OnlyHint = "hint";

    /// <summary>Rows on the page.</summary>
    private const int Shown = 500;

    /// <summary>Findings in one message from the browser: they must stay within what a circuit takes.</summary>
    private const int Piece = 100;

    private ElementReference _field;
    private IJSObjectReference? _module;
    private IReadOnlyList<(ValueFinding Finding, IdentifiedKey? Key)>? _results;
    private IReadOnlyList<FoundRequest> _requests = [];
    private int _unread;
    private int _requestIds;
    private string? _problem;
    private Error? _error;
    private bool _busy;
    private bool _mayOpenUsers;
    private bool _mayOpenEntries;

    [Inject]
    public required KeyIdentificationService Identification { get; init; }

    [Inject]
    public required RequestFinder Requests { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_module is not null)
        {
            try
            {
                await _module.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The browser has gone, and the module with it.
            }
        }

        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _mayOpenUsers = await Current.MayAsync(Permissions.Users.View);
        _mayOpenEntries = await Current.MayAsync(Permissions.AuditLog.ViewAll);
    }

    private async Task IdentifyAsync()
    {
        (_busy, _problem, _error, _results) = (true, null, null, null);
        try
        {
            _module ??= await Js.InvokeAsync<IJSObjectReference>("import", "./identify.js");
            var scanned = await _module.InvokeAsync<Scanned>(
                "scan", _field, KeyIdentificationService.MaximumBytes, KeyIdentificationService.MaximumValues);
            _problem = scanned.Problem switch
            {
                null => null,
                "too-long" => "The text is longer than 1 MB. Paste the part that holds the keys.",
                _ => "Your browser calculates hashes only over HTTPS or on localhost. Open this page there.",
            };
            if (scanned.Scan is not { } scan)
                return;
            await using (scan)
            {
                await ShowAsync(
                    await TakeAsync(scan, scanned.Count),
                    [.. (scanned.RequestIds ?? []).Where(RequestFinder.IsRequestId).Distinct().Take(RequestFinder.MostRequestIds)]);
            }

            _unread = scanned.Unread;
        }
        finally
        {
            _busy = false;
        }
    }

    /// <summary>Takes the findings from the browser, however many it says there are: never more than are identified.</summary>
    internal static async Task<List<ValueFinding>> TakeAsync(IJSObjectReference scan, int count)
    {
        count = Math.Min(count, KeyIdentificationService.MaximumValues);
        var findings = new List<ValueFinding>();
        while (findings.Count < count)
        {
            var some = await scan.InvokeAsync<ValueFinding[]>("take", findings.Count, Piece);
            if (some.Length == 0)
                break;
            findings.AddRange(some.Take(Piece));
        }

        return findings;
    }

    private async Task ShowAsync(List<ValueFinding> findings, string[] requestIds)
    {
        var requests = await DatabaseFaults.GuardAsync(() => Requests.FindAsync(requestIds));
        if (!requests.IsDone)
        {
            _error = requests.Error;
            return;
        }

        (_requests, _requestIds) = (requests.Value, requestIds.Length);
        var hashes = findings.Select(f => f.Hash).OfType<string>().ToList();
        IReadOnlyDictionary<string, IdentifiedKey> found = new Dictionary<string, IdentifiedKey>();
        if (hashes.Count > 0)
        {
            var identified = await DatabaseFaults.GuardAsync(() => Identification.IdentifyAsync(hashes));
            if (!identified.IsDone)
            {
                _error = identified.Error;
                return;
            }

            found = identified.Value;
        }

        _results = findings
            .Select(f => (f, f.Hash is { } hash ? found.GetValueOrDefault(hash) : null))
            .OrderBy(r => r.Item2 is null)
            .ToList();
    }

    private static string Summary(IReadOnlyList<(ValueFinding Finding, IdentifiedKey? Key)> results)
    {
        if (results.Count == 0)
            return "No API key in this text. A key begins with kitty_ and has 48 characters.";
        var ours = results.Select(r => r.Key?.Key.Id).OfType<int>().Distinct().Count();
        return ours switch
        {
            0 => "No key of this account in this text.",
            1 => "1 key of this account in this text.",
            _ => $"{Count(ours)} keys of this account in this text.",
        };
    }

    private string RequestSummary() => (_requests.Count, _requestIds) switch
    {
        (0, 1) => "The request ID is not known. Refused requests are kept for 90 days, others while they are among a key's recent calls.",
        (1, 1) => "The request ID is known.",
        (0, _) => $"None of the {Count(_requestIds)} request IDs is known.",
        var (known, all) when known >= all => $"All {Count(all)} request IDs are known.",
        var (known, all) => $"{Count(known)} of {Count(all)} request IDs {(known == 1 ? "is" : "are")} known.",
    };

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Lines(ValueFinding finding) =>
        finding.Times == 1 ? Count(finding.Line) : $"{Count(finding.Line)} and {Count(finding.Times - 1)} more";

    private static RenderFragment HintOf(ValueFinding finding) =>
        builder =>
        {
            builder.OpenElement(0, "code");
            builder.AddAttribute(1, "class", "ck-code ck-nowrap");
            builder.AddContent(2, finding.Hint + "…");
            builder.CloseElement();
        };

    private static string Verdict(ValueFinding finding) => finding.Flaw switch
    {
        "none" => "Not a key of this account",
        OnlyHint => "The first characters only",
        _ => "Looks like a key, but mistyped",
    };

    private static string Reason(ValueFinding finding) => finding.Flaw switch
    {
        "none" => "from another shop, or of a rotation before the last",
        OnlyHint => "not enough to identify a key",
        "short" => $"{finding.Length} characters instead of {ApiKeyToken.Length}: the end is missing",
        "long" => $"{finding.Length} characters instead of {ApiKeyToken.Length}",
        "case" => "a key begins with kitty_ in small letters",
        _ => "its checksum does not match",
    };

    /// <summary>What the browser answers.</summary>
    private sealed record Scanned(string? Problem, int Count, int Unread, string[]? RequestIds, IJSObjectReference? Scan);
}
