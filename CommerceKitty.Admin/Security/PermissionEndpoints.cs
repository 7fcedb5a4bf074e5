namespace CommerceKitty.Admin.Security;

/// <summary>Registration of endpoints that need a permission.</summary>
public static class PermissionEndpoints
{
    /// <summary>Requires the permission of the caller, and notes it for refusals and docs. The service requires it again (R1).</summary>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder builder, string permission)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(permission).WithMetadata(new RequiredPermission(permission));

    /// <summary>Demands one permission more, because the answer shows what needs it. The service demands it again (R1).</summary>
    public static TBuilder AnswersWith<TBuilder>(this TBuilder builder, string permission)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(permission).WithMetadata(new AnswerPermission(permission));
}
