using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Controls;

/// <summary>A <see cref="ListPage"/> whose rows can be sorted; the order is in the URL too.</summary>
/// <typeparam name="TSort">The columns to sort by.</typeparam>
public abstract class SortedListPage<TSort> : ListPage
    where TSort : struct, Enum
{
    /// <summary>For example <c>name-desc</c>.</summary>
    [SupplyParameterFromQuery(Name = SortParameter)]
    public string? SortText { get; set; }

    /// <summary>The order when the URL names none.</summary>
    protected abstract (TSort Sort, bool Descending) UsualOrder { get; }

    /// <inheritdoc/>
    protected override Dictionary<string, object?> KeptParameters => new(base.KeptParameters) { [SortParameter] = SortText };

    /// <summary>The order that the URL asks for; the usual one when it names none that exists.</summary>
    protected (TSort Sort, bool Descending) Order => ListOrder.Read<TSort>(SortText) ?? UsualOrder;

    /// <summary>For a table's <see cref="ListTable{TRow}.Sort"/>.</summary>
    protected string SortName => Order.Sort.ToString();

    /// <summary>Puts another order into the URL.</summary>
    protected void SortBy((string Sort, bool Descending) by) =>
        Filter(SortParameter, $"{by.Sort.ToLowerInvariant()}-{(by.Descending ? "desc" : "asc")}");
}
