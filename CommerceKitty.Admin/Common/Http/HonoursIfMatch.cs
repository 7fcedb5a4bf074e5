namespace CommerceKitty.Admin.Common.Http;

/// <summary>Notes at an endpoint that it honours <c>If-Match</c>.</summary>
public sealed record HonoursIfMatch;
