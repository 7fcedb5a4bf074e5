namespace CommerceKitty.Admin.Common.Http;

/// <summary>What the OpenAPI document cannot read from an endpoint's signature. Summary and description are the XML documentation of the
/// handler, which must not be private for it.</summary>
public static class EndpointDocumentation
{
    /// <summary>The operation can be refused with 409 for these reasons too.</summary>
    public static TBuilder MayConflict<TBuilder>(this TBuilder builder, params string[] codes)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new MayRefuse([.. codes.Select(c => (StatusCodes.Status409Conflict, c))]));

    /// <summary>The operation can be refused with 403 for these reasons too.</summary>
    public static TBuilder MayForbid<TBuilder>(this TBuilder builder, params string[] codes)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new MayRefuse([.. codes.Select(c => (StatusCodes.Status403Forbidden, c))]));

    /// <summary>The answer's <c>ETag</c> is the version of a resource that does not tell it itself.</summary>
    public static TBuilder GivesEntityTag<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new GivesEntityTag());

    /// <summary>The operation names something in its body that may not exist.</summary>
    public static TBuilder MayNotFind<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new MayRefuse((StatusCodes.Status404NotFound, "not-found")));

    /// <summary>The operation does nothing when the version that <c>If-Match</c> names is not the current one.</summary>
    public static TBuilder HonoursIfMatch<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new HonoursIfMatch());
}
