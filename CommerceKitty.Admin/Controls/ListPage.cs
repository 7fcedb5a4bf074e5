using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Controls;

/// <summary>A page that is a list: search, filters and page are in the URL, so that reloading, going back
/// and sending someone the link all show the same. Each choice is an entry of the browser's history.</summary>
public abstract class ListPage : ComponentBase
{
    /// <summary>The query parameter of the search text.</summary>
    protected const string SearchParameter = "q";

    /// <summary>What of an address says which part of the list is seen, and not what is in it or in which order.</summary>
    internal static readonly string[] KeptInView = [PageParameter, SizeParameter];

    /// <summary>The query parameter of the order.</summary>
    protected const string SortParameter = "sort";

    private const string PageParameter = "page";
    private const string SizeParameter = "size";

    /// <summary>Where the last search led to. While the search goes on there, it stays one entry of the browser's history.</summary>
    private string? _searchedTo;

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required ListAddresses Addresses { get; init; }

    /// <summary>The search text in the URL.</summary>
    [SupplyParameterFromQuery(Name = SearchParameter)]
    public string? Search { get; set; }

    /// <summary>Text, because anything may stand in a URL.</summary>
    [SupplyParameterFromQuery(Name = PageParameter)]
    public string? PageText { get; set; }

    /// <summary>Text, because anything may stand in a URL.</summary>
    [SupplyParameterFromQuery(Name = SizeParameter)]
    public string? SizeText { get; set; }

    /// <summary>What in the URL is no filter, and stays when all filters are removed.</summary>
    protected virtual Dictionary<string, object?> KeptParameters => new() { [SizeParameter] = SizeText };

    /// <summary>The filters in use.</summary>
    protected virtual IEnumerable<FilterChip> Chips => [];

    /// <summary>True when a filter is in use.</summary>
    protected bool IsFiltered => Chips.Any();

    /// <summary>From 1.</summary>
    protected int PageNumber =>
        int.TryParse(PageText, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, 1_000_000) : 1;

    /// <summary>Rows on one page.</summary>
    protected int PageSize => PageSizes.Parse(SizeText);

    /// <summary>Works out from the URL's parameters what to list; before the first rows are loaded, and whenever they change.</summary>
    protected virtual void ReadAddress()
    {
    }

    /// <inheritdoc/>
    protected sealed override void OnInitialized() => ReadAddress();

    /// <inheritdoc/>
    protected sealed override void OnParametersSet()
    {
        Addresses.Remember(Navigation.ToBaseRelativePath(Navigation.Uri));
        ReadAddress();
    }

    /// <summary>Puts a filter into the URL, or takes it out when there is no value; the list begins at its first page again.</summary>
    protected void Filter(string parameter, string? value)
    {
        OnQueryChanged();
        Navigate(new() { [parameter] = string.IsNullOrEmpty(value) ? null : value, [PageParameter] = null });
    }

    /// <summary>Puts several filters into the URL at once, or takes them out.</summary>
    protected void Filter(Dictionary<string, object?> filters)
    {
        OnQueryChanged();
        Navigate(new(filters) { [PageParameter] = null });
    }

    /// <summary>Takes out of the address what must not stay there, in the browser's history neither.</summary>
    protected void Correct(string parameter, string? value) =>
        Navigate(new() { [PageParameter] = null, [parameter] = string.IsNullOrEmpty(value) ? null : value }, replace: true);

    /// <summary>Removes a filter.</summary>
    protected void Unfilter(string parameter) => Filter(parameter, value: null);

    /// <summary>Removes all filters.</summary>
    protected void ClearFilters()
    {
        OnQueryChanged();
        NavigateTo(Navigation.GetUriWithQueryParameters(new Uri(Navigation.Uri).GetLeftPart(UriPartial.Path), KeptParameters));
    }

    /// <summary>For a search box.</summary>
    protected Task SearchAsync(string? text)
    {
        OnQueryChanged();
        var address = Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            [SearchParameter] = string.IsNullOrEmpty(text) ? null : text,
            [PageParameter] = null,
        });
        NavigateTo(address, replace: Navigation.Uri == _searchedTo);
        // The browser says a moment later that it is there.
        _searchedTo = address;
        return Task.CompletedTask;
    }

    /// <summary>Shows another page of the list.</summary>
    protected void GoToPage(int number)
    {
        OnQueryChanged();
        Navigate(new() { [PageParameter] = PageOrNone(number) });
    }

    /// <summary>Shows the last page, when the address names one beyond it.</summary>
    protected void CorrectPage(int number) => Correct(PageParameter, PageOrNone(number));

    /// <summary>Shows more or fewer rows on a page; the first row that is seen stays on it.</summary>
    protected void Resize(int size)
    {
        OnQueryChanged();
        Navigate(new()
        {
            [SizeParameter] = size == PageSizes.Standard ? null : size.ToString(CultureInfo.InvariantCulture),
            [PageParameter] = PageOrNone((PageNumber - 1) * PageSize / size + 1),
        });
    }

    /// <summary>Called before other rows are loaded.</summary>
    protected virtual void OnQueryChanged()
    {
    }

    /// <summary>The value, unless it is empty.</summary>
    internal static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    private static string? PageOrNone(int number) => number > 1 ? number.ToString(CultureInfo.InvariantCulture) : null;

    private void Navigate(Dictionary<string, object?> parameters, bool replace = false) =>
        NavigateTo(Navigation.GetUriWithQueryParameters(parameters), replace);

    private void NavigateTo(string address, bool replace = false)
    {
        // A choice that is made already is no way that one could go back.
        if (address != Navigation.Uri)
            Navigation.NavigateTo(address, replace: replace);
    }
}
