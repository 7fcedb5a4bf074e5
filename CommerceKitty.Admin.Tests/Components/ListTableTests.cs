using Bunit;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CommerceKitty.Admin.Tests.Components;

public sealed class ListTableTests : BunitContext
{
    private const string ShowTop = "commerceKitty.showListTop";
    private const string Remember = "commerceKitty.rememberLists";

    private readonly ListViews _views = new();
    private readonly List<PageWindow> _asked = [];
    private readonly HashSet<long> _selected = [];
    private Func<Task<Result<Page<Row>>>> _answer = () => Answer(1, 2, 3);
    private (string Sort, bool Descending)? _sortedBy;
    private readonly FakeTimeProvider _time = new();
    private long _version = 1;
    private int? _wentTo;
    private int? _corrected;
    private int? _resizedTo;

    public ListTableTests()
    {
        Services.AddSingleton(_views);
        Services.AddSingleton(new ListChanges(_ => Task.FromResult((_version, 1)), _time, NullLogger<ListChanges>.Instance));
        JSInterop.SetupVoid(Remember, _ => true).SetVoidResult();
        JSInterop.SetupVoid(ShowTop, _ => true).SetVoidResult();
    }

    [Fact]
    public void Header_Clicked_AsksForThatOrderThenTheOther()
    {
        var table = RenderTable();

        Sort(table, "Name");
        _sortedBy.Should().Be(("Name", false));
        table.Render(p => p.Add(t => t.Sort, "Name"));
        table.Find("th[aria-sort]").GetAttribute("aria-sort").Should().Be("ascending");
        Sort(table, "Name");
        _sortedBy.Should().Be(("Name", true));
        Sort(table, "Id");
        _sortedBy.Should().Be(("Id", true), "that column begins falling");
    }

    [Fact]
    public void Pager_RowsThatWereNotAllCounted_SaysSoAndGoesOnWithoutALastPage()
    {
        _answer = () => Task.FromResult<Result<Page<Row>>>(
            new Page<Row>([.. Enumerable.Range(1, 25).Select(i => new Row(i))], 10_000) { HasMore = true });
        var table = RenderTable();

        table.Find(".ck-pager").TextContent.Should().Contain("1–25 of 10,000+");
        Pages(table).Should().Equal("1*", "2", "…");
        Pager(table, "Next page").GetAttribute("aria-disabled").Should().BeNull();
    }

    [Fact]
    public void Pager_MoreRowsThanAPage_GoesThereAndBack()
    {
        _answer = () => Answer(total: 60, Enumerable.Range(1, 25));
        var table = RenderTable();
        table.Find(".ck-pager").TextContent.Should().Contain("1–25 of 60");
        Pager(table, "Previous page").GetAttribute("aria-disabled").Should().Be("true");
        Pages(table).Should().Equal("1*", "2", "3");

        Pager(table, "Next page").Click();

        _wentTo.Should().Be(2);
        _answer = () => Answer(total: 60, Enumerable.Range(51, 10));
        table.Render(p => p.Add(t => t.PageNumber, 3));
        _asked[^1].Should().Be(new PageWindow(50, 25));
        table.Find(".ck-pager").TextContent.Should().Contain("51–60 of 60");
        Pager(table, "Next page").GetAttribute("aria-disabled").Should().Be("true");
        Pager(table, "Next page").Click();
        _wentTo.Should().Be(2, "there is none");
        Pager(table, "Page 1").Click();
        _wentTo.Should().Be(1);
    }

    [Theory]
    [InlineData(1, "1* 2 … 8")]
    [InlineData(3, "1 2 3* 4 … 8")]
    [InlineData(4, "1 2 3 4* 5 … 8")]
    [InlineData(5, "1 … 4 5* 6 7 8")]
    [InlineData(8, "1 … 7 8*")]
    public void Pager_ManyPages_NumbersThoseAroundThisOne(int number, string expected)
    {
        _answer = () => Answer(total: 200, Enumerable.Range(1, 25));

        string.Join(' ', Pages(RenderTable(p => p.Add(t => t.PageNumber, number)))).Should().Be(expected);
    }

    [Fact]
    public void Rows_OtherOnes_AreShownFromTheFirstOn()
    {
        _answer = () => Answer(total: 60, Enumerable.Range(1, 25));
        var table = RenderTable();
        JSInterop.VerifyNotInvoke(ShowTop);

        table.Render(p => p.Add(t => t.PageNumber, 2));

        JSInterop.VerifyInvoke(ShowTop);
    }

    [Fact]
    public void Pager_AllRowsShown_IsNotThere()
    {
        var table = RenderTable();

        table.FindAll(".ck-pager button").Should().BeEmpty();
        table.Find(".ck-pager").TextContent.Should().Contain("1–3 of 3");
    }

    [Fact]
    public void PageSize_MoreRowsThanTheSmallest_IsChosenAndLoaded()
    {
        _answer = () => Answer(total: 130, Enumerable.Range(1, 25));
        var table = RenderTable();
        var sizes = table.Find(".ck-pager select");
        sizes.QuerySelectorAll("option").Select(o => o.TextContent).Should().Equal("25", "50", "100", "200");

        sizes.Change("100");

        _resizedTo.Should().Be(100);
        _answer = () => Answer(total: 130, Enumerable.Range(101, 30));
        table.Render(p => p.Add(t => t.PageSize, 100).Add(t => t.PageNumber, 2));
        _asked[^1].Should().Be(new PageWindow(100, 100));
        table.Find(".ck-pager").TextContent.Should().Contain("101–130 of 130");
    }

    [Fact]
    public void PageSize_NoMoreRowsThanTheSmallest_IsNotOffered()
    {
        _answer = () => Answer(25, Enumerable.Range(1, 25));

        RenderTable().FindAll(".ck-pager select").Should().BeEmpty();
    }

    [Fact]
    public void Columns_Unchecked_AreHiddenAndRememberedForThisListAlone()
    {
        var table = RenderTable();
        table.FindAll("th").Should().HaveCount(2);

        ColumnBox(table, "Name").Change(false);

        table.FindAll("th").Should().ContainSingle().Which.TextContent.Should().Contain("Id");
        table.FindAll("tbody tr:first-child td").Select(c => c.TextContent).Should().Equal("1");
        _views["rows"].Hidden.Should().Equal("name");
        _views["others"].Should().Be(ListView.Standard);
        JSInterop.VerifyInvoke(Remember).Arguments.Should().Equal("rows~~name");

        ColumnBox(table, "Name").Change(true);
        table.FindAll("th").Should().HaveCount(2);
    }

    [Fact]
    public void Columns_RequiredAndUntitled_CannotBeHidden()
    {
        _views.Read("rows~~id.name.actions");
        RenderFragment<Row> cell = r => b => b.AddContent(0, r.Id);

        var table = RenderTable();

        table.Render(p => p.Add(
            t => t.Columns,
            [new("Id", cell) { IsRequired = true }, new("Name", cell), new("Actions", cell) { TitleHidden = true }]));

        table.FindAll("th").Select(h => h.TextContent.Trim()).Should().Equal("Id", "Actions");
        table.FindAll(".ck-display input[type=checkbox]").Should().ContainSingle();
    }

    [Fact]
    public void Density_Compact_IsShownAndRemembered_AndResetTakesItBack()
    {
        var table = RenderTable();

        table.FindAll(".ck-display input[type=radio]")[1].Change(true);

        table.FindAll(".ck-table.ck-compact").Should().ContainSingle();
        JSInterop.VerifyInvoke(Remember).Arguments.Should().Equal("rows~compact~");

        table.Find(".ck-display button").Click();
        table.FindAll(".ck-compact").Should().BeEmpty();
        _views.ToText().Should().BeEmpty();
    }

    [Fact]
    public void SortBy_InTheDisplayPanel_AsksForThatOrder()
    {
        var table = RenderTable(p => p.Add(t => t.Sort, "Name"));
        var sort = table.Find(".ck-display-sort select");
        sort.GetAttribute("value").Should().Be("Name-asc");

        sort.Change("Id-desc");

        _sortedBy.Should().Be(("Id", true));
    }

    [Fact]
    public void Load_PageBeyondTheEnd_GoesToTheLast()
    {
        _answer = () => Answer(total: 30, []);

        RenderTable(p => p.Add(t => t.PageNumber, 9));

        (_corrected, _wentTo).Should().Be((2, null));
    }

    [Fact]
    public void Selection_RowsAndAll_AreKept()
    {
        var table = RenderTable(p => p.Add(t => t.SelectionLabel, r => r.Name));

        table.Find("input[aria-label='Select row 2']").Change(true);
        _selected.Should().Equal(2);
        table.Find("thead input").Change(true);
        _selected.Should().BeEquivalentTo([1L, 2, 3]);
        table.Find("thead input").Change(false);
        _selected.Should().BeEmpty();
    }

    [Fact]
    public void Selection_WithoutLabel_IsNotOffered() => RenderTable().FindAll("table input").Should().BeEmpty();

    [Fact]
    public void Load_Refused_SaysWhyAndTriesAgain()
    {
        _answer = () => Task.FromResult<Result<Page<Row>>>(Error.Unauthenticated);
        var table = RenderTable();
        table.Markup.Should().Contain(Error.Unauthenticated.Message);
        table.FindAll("table").Should().BeEmpty();

        _answer = () => Answer(1);
        table.Find(".ck-table-wrap button").Click();

        table.FindAll("tbody tr").Should().ContainSingle();
        table.Markup.Should().NotContain(Error.Unauthenticated.Message);
    }

    [Fact]
    public void Load_DatabaseSilent_SaysSoAndTriesAgain_R11()
    {
        _answer = () => throw new TimeoutException();
        var table = RenderTable();
        table.Markup.Should().Contain("The database does not answer");

        _answer = () => Answer(1);
        table.Find(".ck-table-wrap button").Click();

        table.FindAll("tbody tr").Should().ContainSingle();
    }

    [Fact]
    public void Load_NoRows_ShowsTheEmptyState()
    {
        _answer = () => Answer();

        var table = RenderTable();

        table.Markup.Should().Contain("Nothing here");
        table.FindAll("table").Should().BeEmpty();
    }

    [Fact]
    public async Task Load_Waiting_SaysBusy()
    {
        var pending = new TaskCompletionSource<Result<Page<Row>>>();
        _answer = () => pending.Task;

        var table = RenderTable();

        table.Find(".ck-table-wrap").GetAttribute("aria-busy").Should().Be("true");
        table.FindAll(".ck-skeleton").Should().NotBeEmpty();
        pending.SetResult(await Answer(1));
        table.WaitForAssertion(() => table.Find(".ck-table-wrap").GetAttribute("aria-busy").Should().Be("false"));
    }

    [Fact]
    public async Task Load_SlowAnswerToAnOlderQuestion_IsIgnored()
    {
        var older = new TaskCompletionSource<Result<Page<Row>>>();
        _answer = () => older.Task;
        var table = RenderTable(asked: "old");
        _answer = () => Answer(2);
        table.Render(p => p.Add(t => t.Query, "new"));
        table.WaitForAssertion(() => table.Find("tbody tr").TextContent.Should().Contain("row 2"));

        var answer = await Answer(1);
        await table.InvokeAsync(() => older.SetResult(answer));

        table.Render();
        table.FindAll("tbody tr").Should().ContainSingle().Which.TextContent.Should().Contain("row 2");
    }

    [Fact]
    public void Change_RowsInTheirPlaces_ShowsTheirNewValues()
    {
        var table = RenderTable();
        Pass(table);
        _asked.Should().HaveCount(2, "something may have been changed between the first rows and the first look");
        Pass(table);
        _asked.Should().HaveCount(2, "nothing was changed");

        Change(table, () => Task.FromResult<Result<Page<Row>>>(new Page<Row>([new(1), new(2) { Note = "new" }, new(3)], 3)));

        table.WaitForAssertion(() => table.Find("tbody").TextContent.Should().Contain("row 2new"));
        table.Find(".ck-list-old").TextContent.Trim().Should().BeEmpty();
    }

    [Fact]
    public void Change_OtherRowsInTheirPlaces_IsSaidAndRefreshed()
    {
        var table = RenderTable();

        Change(table, () => Answer(4, 1, 2));

        table.WaitForAssertion(() => table.Find(".ck-list-old").TextContent.Should().Contain("This list has changed."));
        table.FindAll("tbody tr")[0].TextContent.Should().Contain("row 1", "nothing moves by itself");
        table.Find(".ck-list-old button").Click();
        table.WaitForAssertion(() => table.FindAll("tbody tr")[0].TextContent.Should().Contain("row 4"));
        table.Find(".ck-list-old").TextContent.Trim().Should().BeEmpty();
    }

    [Fact]
    public void Change_ThatIsTakenBack_IsSaidNoMore()
    {
        var table = RenderTable();
        Change(table, () => Answer(4, 1, 2));
        table.WaitForAssertion(() => table.Find(".ck-list-old").TextContent.Should().Contain("This list has changed."));

        Change(table, () => Answer(1, 2, 3));

        table.WaitForAssertion(() => table.Find(".ck-list-old").TextContent.Trim().Should().BeEmpty());
    }

    [Fact]
    public void Change_OfAnEmptyList_FillsIt()
    {
        _answer = () => Answer();
        var table = RenderTable();

        Change(table, () => Answer(1));

        table.WaitForAssertion(() => table.FindAll("tbody tr").Should().ContainSingle());
    }

    [Fact]
    public void Change_RefusedOrDatabaseSilent_LeavesWhatIsSeen()
    {
        var table = RenderTable();

        Change(table, () => Task.FromResult<Result<Page<Row>>>(Error.Unauthenticated));
        Change(table, () => throw new TimeoutException());

        table.FindAll("tbody tr").Should().HaveCount(3);
        table.Markup.Should().NotContain("The database does not answer");
    }

    [Fact]
    public async Task Change_AfterTheListIsGone_AsksNothing()
    {
        var table = RenderTable();
        Pass(table);
        var asked = _asked.Count;

        await DisposeComponentsAsync();
        _version++;
        _time.Advance(ListChanges.Interval);

        _asked.Should().HaveCount(asked);
    }

    [Fact]
    public void Render_SameQuestionAgain_LoadsOnce()
    {
        var table = RenderTable(asked: "a");

        table.Render(p => p.Add(t => t.Query, "a"));
        table.Render(p => p.Add(t => t.Query, "b"));

        _asked.Should().HaveCount(2);
    }

    private static AngleSharp.Dom.IElement ColumnBox(IRenderedComponent<ListTable<Row>> table, string title) =>
        table.FindAll(".ck-display label").Single(l => l.TextContent.Trim() == title).QuerySelector("input")!;

    private static void Sort(IRenderedComponent<ListTable<Row>> table, string title) =>
        table.FindAll(".ck-sort").Single(b => b.TextContent.Trim().StartsWith(title, StringComparison.Ordinal)).Click();

    private static AngleSharp.Dom.IElement Pager(IRenderedComponent<ListTable<Row>> table, string label) =>
        table.Find($".ck-pager button[aria-label='{label}']");

    private void Change(IRenderedComponent<ListTable<Row>> table, Func<Task<Result<Page<Row>>>> answer)
    {
        _version++;
        _answer = answer;
        Pass(table);
    }

    /// <summary>The time passes until open lists are told, and what they do then is done.</summary>
    private void Pass(IRenderedComponent<ListTable<Row>> table)
    {
        _time.Advance(ListChanges.Interval);
        table.Render();
    }

    private static IEnumerable<string> Pages(IRenderedComponent<ListTable<Row>> table) =>
        table.FindAll(".ck-page-number, .ck-pager-buttons > span")
            .Select(e => e.TextContent.Trim() + (e.GetAttribute("aria-current") == "page" ? "*" : null));

    private static Task<Result<Page<Row>>> Answer(params int[] ids) => Answer(ids.Length, ids);

    private static Task<Result<Page<Row>>> Answer(int total, IEnumerable<int> ids) =>
        Task.FromResult<Result<Page<Row>>>(new Page<Row>([.. ids.Select(i => new Row(i))], total));

    private IRenderedComponent<ListTable<Row>> RenderTable(
        Action<ComponentParameterCollectionBuilder<ListTable<Row>>>? more = null, string asked = "all") =>
        Render<ListTable<Row>>(p =>
        {
            RenderFragment<Row> id = r => b => b.AddContent(0, r.Id);
            RenderFragment<Row> name = r => b => b.AddContent(0, r.Name + r.Note);
            p.Add(t => t.Name, "rows")
                .Add(t => t.Caption, "Rows")
                .Add(t => t.Columns, [new("Id", id) { Sort = "Id", DescendingFirst = true }, new("Name", name) { Sort = "Name" }])
                .Add(t => t.Load, (window, _) =>
                {
                    _asked.Add(window);
                    return _answer();
                })
                .Add(t => t.Query, asked)
                .Add(t => t.Key, r => r.Id)
                .Add(t => t.Empty, "<p>Nothing here</p>")
                .Add(t => t.Selected, _selected)
                .Add(t => t.SortChanged, ((string Sort, bool Descending) by) => _sortedBy = by)
                .Add(t => t.PageNumberChanged, (int number) => _wentTo = number)
                .Add(t => t.PageMissing, (int number) => _corrected = number)
                .Add(t => t.PageSizeChanged, (int size) => _resizedTo = size);
            more?.Invoke(p);
        });

    private sealed record Row(int Id)
    {
        public string Name => $"row {Id}";

        public string? Note { get; init; }
    }
}
