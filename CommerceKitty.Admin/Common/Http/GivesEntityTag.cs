namespace CommerceKitty.Admin.Common.Http;

/// <summary>Notes at an endpoint that its answer has an <c>ETag</c>, although the body does not tell the version.</summary>
public sealed record GivesEntityTag;
