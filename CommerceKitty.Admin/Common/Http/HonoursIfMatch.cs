namespace CommerceKitty.Admin.Common.Http;

/// <summary>Metadata of an endpoint: it supports <c>If-Match</c>.</summary>
public sealed record HonoursIfMatch;
