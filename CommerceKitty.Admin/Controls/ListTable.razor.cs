using CommerceKitty.Admin.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.JSInterop;

namespace CommerceKitty.Admin.Controls;

/// <summary>A list with sorting, paging, selection and every state a list can be in. The page owns what is listed (it is in the
/// URL); the table loads it whenever that changes. Columns and density are the viewer's, and remembered by the browser.</summary>
public partial class ListTable<TRow> : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private Page<TRow>? _page;
    private Error? _error;
    private bool _loading = true;
    private bool _isDisposed;
    private object? _loaded;
    private int _loads;
    private bool _toTop;
    private ElementReference _list;
    private IDisposable? _watch;
    private bool _isOld;

    [Inject]
    public required ListViews Views { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required ListChanges Changes { get; init; }

    /// <summary>What the browser remembers the viewer's columns by, for example <c>api-keys</c>.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    [Parameter, EditorRequired]
    public required string Caption { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<ListColumn<TRow>> Columns { get; set; }

    /// <summary>Loads one page of rows.</summary>
    [Parameter, EditorRequired]
    public required Func<PageWindow, CancellationToken, Task<Result<Page<TRow>>>> Load { get; set; }

    /// <summary>Filters and order, compared by value. A change loads again.</summary>
    [Parameter, EditorRequired]
    public required object Query { get; set; }

    /// <summary>The row's identity.</summary>
    [Parameter, EditorRequired]
    public required Func<TRow, long> Key { get; set; }

    /// <summary>What to show when there are no rows.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment Empty { get; set; }

    /// <summary>Above the table, before the choice of columns: the search and the filters.</summary>
    [Parameter]
    public RenderFragment? Filters { get; set; }

    /// <summary>Between those and the table: the filters in use, and what can be done to selected rows.</summary>
    [Parameter]
    public RenderFragment? Notices { get; set; }

    [Parameter]
    public string? Sort { get; set; }

    [Parameter]
    public bool Descending { get; set; }

    [Parameter]
    public EventCallback<(string Sort, bool Descending)> SortChanged { get; set; }

    /// <summary>From 1.</summary>
    [Parameter]
    public int PageNumber { get; set; } = 1;

    [Parameter]
    public EventCallback<int> PageNumberChanged { get; set; }

    /// <summary>Called with the last page's number when the page that is asked for lies beyond it.</summary>
    [Parameter]
    public EventCallback<int> PageMissing { get; set; }

    /// <summary>Rows on one page; one of <see cref="PageSizes.All"/>.</summary>
    [Parameter]
    public int PageSize { get; set; } = PageSizes.Standard;

    [Parameter]
    public EventCallback<int> PageSizeChanged { get; set; }

    /// <summary>Names a row in its checkbox's label; null when rows cannot be selected.</summary>
    [Parameter]
    public Func<TRow, string>? SelectionLabel { get; set; }

    /// <summary>Which rows can be selected; null when all can.</summary>
    [Parameter]
    public Func<TRow, bool>? Selectable { get; set; }

    /// <summary>The keys of the selected rows.</summary>
    [Parameter]
    public HashSet<long> Selected { get; set; } = [];

    [Parameter]
    public EventCallback SelectedChanged { get; set; }

    [Parameter]
    public Func<TRow, string?>? RowClass { get; set; }

    /// <summary>The file of all rows; null when there is none, or the viewer may not have it.</summary>
    [Parameter]
    public ListExport? Export { get; set; }

    /// <summary>The rows that are shown now.</summary>
    public IReadOnlyList<TRow> Rows => _page?.Items ?? [];

    private ListView View => Views[Name];

    private List<ListColumn<TRow>> Shown => [.. Columns.Where(c => !c.IsOptional || !View.Hidden.Contains(c.Name))];

    /// <summary>The filters and the order are those of this page's address.</summary>
    private string ExportAddress(string file) => file + new QueryBuilder(
        QueryHelpers.ParseQuery(new Uri(Navigation.Uri).Query)
            .Where(p => !ListPage.KeptInView.Contains(p.Key, StringComparer.Ordinal)));

    private IEnumerable<TRow> SelectableRows => Rows.Where(CanSelect);

    private bool AllSelected => SelectableRows.Any() && SelectableRows.All(r => Selected.Contains(Key(r)));

    /// <summary>Loads the rows of this page again.</summary>
    public async Task ReloadAsync()
    {
        // The page was left while a dialog of it was open, and goes on once that is closed.
        if (_isDisposed)
            return;
        var load = ++_loads;
        _loading = true;
        var number = Math.Max(1, PageNumber);
        Page<TRow>? page = null;
        Error? error;
        try
        {
            var result = await DatabaseFaults.GuardAsync(() => Load(new PageWindow((number - 1) * PageSize, PageSize), _gone.Token));
            (page, error) = (result.Value, result.Error);
        }
        catch (OperationCanceledException) when (_isDisposed)
        {
            return;
        }

        // A slower answer to an older question must not replace a newer one.
        if (load != _loads)
            return;
        (_page, _error, _loading) = (page ?? _page, error, false);
        _isOld = _isOld && page is null;
        // What cannot be selected any more is not what anything is done to.
        if (Selected.RemoveWhere(key => Rows.Any(r => Key(r) == key && !CanSelect(r))) > 0)
            await SelectedChanged.InvokeAsync();
        if (page is { Items.Count: 0, Total: > 0 } && number > 1)
            await PageMissing.InvokeAsync((page.Total - 1) / PageSize + 1);
        StateHasChanged();
    }

    /// <summary>Shows the rows of this moment, for a list that is meant to move by itself. A list that is being loaded, could not be
    /// loaded, or is silent now stays as it is.</summary>
    public async Task FollowAsync()
    {
        if (await LoadQuietlyAsync() is not { } now)
            return;
        (_page, _isOld) = (now, false);
        StateHasChanged();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch?.Dispose();
        _isDisposed = true;
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var wanted = (Query, PageNumber, PageSize);
        if (Equals(wanted, _loaded))
            return;
        var isOther = _loaded is not null;
        _loaded = wanted;
        await ReloadAsync();
        // Other rows are read from the first one on.
        _toTop = isOther && _error is null;
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            _watch = Changes.Watch(LookAsync);
        if (!_toTop)
            return;
        _toTop = false;
        await Js.InvokeVoidAsync("commerceKitty.showListTop", _list);
    }

    private async Task RefreshAsync()
    {
        await ReloadAsync();
        // The button that had the focus is gone.
        await _list.FocusAsync(preventScroll: true);
        await Js.InvokeVoidAsync("commerceKitty.showListTop", _list);
    }

    /// <summary>Something was changed somewhere. Rows that are where they were show their new values at once; when other rows would be
    /// in their places the viewer is told instead: a list that moves by itself is clicked by mistake.</summary>
    /// <returns>False while rows are being loaded: they may have been read before the change.</returns>
    private async Task<bool> LookAsync()
    {
        var looked = true;
        if (!_gone.IsCancellationRequested)
            await InvokeAsync(async () => looked = await CompareAsync());
        return looked;
    }

    private async Task<bool> CompareAsync()
    {
        if (_loading)
            return false;
        if (await LoadQuietlyAsync() is not { } now || _page is not { } seen)
            return true;
        if (seen.Items.Count == 0 || now.Items.Select(Key).SequenceEqual(seen.Items.Select(Key)))
            (_page, _isOld) = (now, false);
        else
            _isOld = true;
        StateHasChanged();
        return true;
    }

    /// <summary>The rows of this moment. Null while others are being loaded; and a refusal, or a database that is away, is said when the
    /// viewer does something.</summary>
    private async Task<Page<TRow>?> LoadQuietlyAsync()
    {
        if (_loading || _page is null || _error is not null || _gone.IsCancellationRequested)
            return null;
        var load = _loads;
        var number = Math.Max(1, PageNumber);
        try
        {
            var result = await DatabaseFaults.GuardAsync(() => Load(new PageWindow((number - 1) * PageSize, PageSize), _gone.Token));
            return load != _loads || _gone.IsCancellationRequested ? null : result.Value;
        }
        catch (OperationCanceledException) when (_isDisposed)
        {
            return null;
        }
    }

    private async Task SetViewAsync(ListView view)
    {
        Views[Name] = view;
        await Js.InvokeVoidAsync("commerceKitty.rememberLists", Views.ToText());
    }

    private bool CanSelect(TRow row) => Selectable?.Invoke(row) != false;

    private async Task SelectAsync(TRow row, bool selected)
    {
        if (selected)
            Selected.Add(Key(row));
        else
            Selected.Remove(Key(row));
        await SelectedChanged.InvokeAsync();
    }

    private async Task SelectAllAsync(bool selected)
    {
        foreach (var row in SelectableRows)
        {
            if (selected)
                Selected.Add(Key(row));
            else
                Selected.Remove(Key(row));
        }

        await SelectedChanged.InvokeAsync();
    }
}
