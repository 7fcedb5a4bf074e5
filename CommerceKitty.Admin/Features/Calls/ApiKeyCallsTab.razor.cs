using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Refusals;
using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Features.Calls;

/// <summary>The recent calls of one key. While the first page is seen, new calls come by themselves.</summary>
public partial class ApiKeyCallsTab : IDisposable
{
    private static readonly TimeSpan TailInterval = TimeSpan.FromSeconds(2);

    private static readonly IReadOnlyList<(string Value, string Text)> Statuses =
        [("2xx", "Succeeded (2xx)"), ("4xx", "Refused (4xx)"), ("5xx", "Failed (5xx)"), ("401", "401"), ("403", "403"), ("404", "404"),
            ("409", "409"), ("422", "422"), ("429", "429")];

    private static readonly IReadOnlyList<(string Value, string Text)> Methods = [.. CallMethods.All.Select(m => (m, m))];

    private readonly CancellationTokenSource _gone = new();
    private CallQuery _query = new();
    private IReadOnlyList<ListColumn<CallRow>>? _columns;
    private IReadOnlyList<string> _routes = [];
    private ListTable<CallRow>? _table;
    private bool _isPaused;

    /// <summary>The key.</summary>
    [Parameter, EditorRequired]
    public int ApiKeyId { get; set; }

    [Inject]
    public required CallService Calls { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    /// <summary>A status, or a hundred of them.</summary>
    [SupplyParameterFromQuery(Name = "status")]
    public string? Status { get; set; }

    /// <summary>One of <see cref="CallMethods.All"/>.</summary>
    [SupplyParameterFromQuery(Name = "method")]
    public string? Method { get; set; }

    /// <summary>A route's template.</summary>
    [SupplyParameterFromQuery(Name = "route")]
    public string? Route { get; set; }

    /// <summary>The days of a <see cref="DayRange"/>.</summary>
    [SupplyParameterFromQuery(Name = "when")]
    public string? When { get; set; }

    /// <summary>A request ID.</summary>
    [SupplyParameterFromQuery(Name = "request")]
    public string? RequestId { get; set; }

    /// <inheritdoc/>
    protected override IEnumerable<FilterChip> Chips
    {
        get
        {
            if (_query.Status is not null)
                yield return new("status", $"Status: {Status}");
            if (_query.Method is { } method)
                yield return new("method", $"Method: {method}");
            if (_query.Route is { } route)
                yield return new("route", $"Route: {route}");
            if (_query.RequestId is { } requestId)
                yield return new("request", $"Request ID: {requestId}");
            if (Clock.Days(When) is { } when)
                yield return new("when", $"When: {when.Text}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var routes = await DatabaseFaults.GuardAsync(() => Calls.ListRoutesAsync(ApiKeyId));
        _routes = routes.Value ?? [];
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _ = FollowAsync();
    }

    /// <inheritdoc/>
    protected override void ReadAddress() => _query = new CallFilters(Status, Method, Route, When, RequestId).ToQuery(Clock);

    private static string Duration(CallRow call) => call.Microseconds < 100_000
        ? string.Create(CultureInfo.InvariantCulture, $"{call.Microseconds / 1_000.0:N1} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{call.Microseconds / 1_000_000.0:N2} s");

    private static string? LeftOut(CallRow call) => call.LeftOut == 0
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{call.LeftOut:N0} before it not listed");

    private static string? Reason(CallRow call) => call.Reason is { } reason ? RefusalPresentation.ToDisplayText(reason) : null;

    private static StatusTone Tone(CallRow call) => call.Status < ApiKeyCall.FirstFailure ? StatusTone.Good : StatusTone.Ended;

    private string Exact(CallRow call) => Clock.Exact(call.At);

    private Task<Result<Page<CallRow>>> LoadAsync(PageWindow window, CancellationToken ct) =>
        Calls.ListAsync(ApiKeyId, _query with { Window = window }, ct);

    private async Task PauseAsync()
    {
        _isPaused = !_isPaused;
        if (!_isPaused && _table is not null)
            await _table.ReloadAsync();
    }

    private Task LookAsync() =>
        _isPaused || PageNumber > 1 || _gone.IsCancellationRequested || _table is null ? Task.CompletedTask : _table.FollowAsync();

    private async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(TailInterval, Time);
        var gone = _gone.Token;
        try
        {
            while (await timer.WaitForNextTickAsync(gone))
                await InvokeAsync(LookAsync);
        }
        catch (OperationCanceledException)
        {
            // The tab was left.
        }
    }
}
