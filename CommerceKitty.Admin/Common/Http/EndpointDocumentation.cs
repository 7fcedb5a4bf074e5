using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
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
