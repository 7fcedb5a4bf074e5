using System.ComponentModel.DataAnnotations;

namespace CommerceKitty.Admin.Common.Http;

/// <summary>A page of a list.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed record ListResponse<T>(IReadOnlyList<T> Data, string? Next)
{
    /// <summary>The items of the page.</summary>
    [MaxLength(SliceLimit.Maximum)]
    public IReadOnlyList<T> Data { get; init; } = Data;

    /// <summary>The cursor of the next page, to be sent as <c>after</c>. Null on the last page.</summary>
    [Length(1, SliceCursor.MaximumLength)]
    public string? Next { get; init; } = Next;
}
