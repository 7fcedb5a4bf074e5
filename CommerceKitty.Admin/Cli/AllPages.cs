using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Cli;

/// <summary>Reads every page of a list.</summary>
internal static class AllPages
{
    /// <summary>All rows, or the first error.</summary>
    public static async Task<Result<List<T>>> ReadAsync<T>(Func<PageWindow, Task<Result<Page<T>>>> read)
    {
        var rows = new List<T>();
        while (true)
        {
            var page = await read(new PageWindow(rows.Count, PageWindow.MaximumTake));
            if (!page.IsDone)
                return page.Error;
            rows.AddRange(page.Value.Items);
            if (page.Value.Items.Count < PageWindow.MaximumTake)
                return rows;
        }
    }
}
