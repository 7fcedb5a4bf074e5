namespace CommerceKitty.Admin.Common.Http;

/// <summary>Metadata of an endpoint: it returns an <c>ETag</c>, although the resource has no member for its version.</summary>
public sealed record GivesEntityTag;
