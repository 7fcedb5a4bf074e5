namespace CommerceKitty.Admin.Common.Http;

/// <summary>Metadata of endpoints for the OpenAPI document. The summary and description of an operation and the descriptions of its path
/// parameters are the XML documentation of the handler, which must not be private.</summary>
public static class EndpointDocumentation
{
    /// <summary>The operation can also return 409 with these codes.</summary>
    public static TBuilder MayConflict<TBuilder>(this TBuilder builder, params string[] codes)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new MayRefuse([.. codes.Select(c => (StatusCodes.Status409Conflict, c))]));

    /// <summary>The operation can also return 403 with these codes.</summary>
    public static TBuilder MayForbid<TBuilder>(this TBuilder builder, params string[] codes)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new MayRefuse([.. codes.Select(c => (StatusCodes.Status403Forbidden, c))]));

    /// <summary>The operation returns an <c>ETag</c>, although the resource has no member for its version.</summary>
    public static TBuilder GivesEntityTag<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new GivesEntityTag());

    /// <summary>The operation returns 404 when something that its body refers to does not exist.</summary>
    public static TBuilder ProducesNotFound<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new MayRefuse((StatusCodes.Status404NotFound, "not-found")));

    /// <summary>The operation changes nothing when <c>If-Match</c> is not the current version.</summary>
    public static TBuilder HonoursIfMatch<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new HonoursIfMatch());

    /// <summary>The list can be sorted in these ways.</summary>
    public static TBuilder SortedBy<TBuilder, T>(this TBuilder builder, SliceSorts<T> sorts)
        where TBuilder : IEndpointConventionBuilder
        where T : class =>
        builder.WithMetadata(new ListSorts(sorts.Choices, sorts.Usual));
}
