using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Controls;

/// <summary>A page that is a list: what is searched for, filtered by and shown stands in the URL, so that reloading, going back
/// and sending someone the link all show the same.</summary>
public abstract class ListPage : ComponentBase
{
    /// <summary>The query parameter of the search text.</summary>
    protected const string SearchParameter = "q";

    private const string PageParameter = "page";

    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>The search text as it stands in the URL.</summary>
    [SupplyParameterFromQuery(Name = SearchParameter)]
    public string? Search { get; set; }

    /// <summary>Text, because anything may stand in a URL.</summary>
    [SupplyParameterFromQuery(Name = PageParameter)]
    public string? PageText { get; set; }

    /// <summary>The filters in use.</summary>
    protected abstract IEnumerable<FilterChip> Chips { get; }

    /// <summary>True when a filter is in use.</summary>
    protected bool IsFiltered => Chips.Any();

    /// <summary>From 1.</summary>
    protected int PageNumber =>
        int.TryParse(PageText, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, 1_000_000) : 1;

    /// <summary>Works out from the URL's parameters what to list; before the first rows are asked for, and whenever they change.</summary>
    protected abstract void ReadAddress();

    /// <inheritdoc/>
    protected sealed override void OnInitialized() => ReadAddress();

    /// <inheritdoc/>
    protected sealed override void OnParametersSet() => ReadAddress();

    /// <summary>Puts a filter into the URL, or takes it out when there is no value; the list begins at its first page again.</summary>
    protected void Filter(string parameter, string? value)
    {
        OnAsked();
        Navigate(new() { [parameter] = string.IsNullOrEmpty(value) ? null : value, [PageParameter] = null });
    }

    /// <summary>Takes a filter off.</summary>
    protected void Unfilter(string parameter) => Filter(parameter, value: null);

    /// <summary>Takes all filters off.</summary>
    protected void ClearFilters()
    {
        OnAsked();
        Navigation.NavigateTo(new Uri(Navigation.Uri).AbsolutePath, replace: true);
    }

    /// <summary>For a search box.</summary>
    protected Task SearchAsync(string? text)
    {
        Filter(SearchParameter, text);
        return Task.CompletedTask;
    }

    /// <summary>Shows another page of the list.</summary>
    protected void GoToPage(int number)
    {
        OnAsked();
        Navigate(new() { [PageParameter] = number > 1 ? number.ToString(CultureInfo.InvariantCulture) : null });
    }

    /// <summary>Called before other rows are asked for.</summary>
    protected virtual void OnAsked()
    {
    }

    /// <summary>The value, unless it is empty.</summary>
    protected static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    private void Navigate(Dictionary<string, object?> parameters) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(parameters), replace: true);
}
