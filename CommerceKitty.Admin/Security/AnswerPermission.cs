namespace CommerceKitty.Admin.Security;

/// <summary>Notes at an endpoint that its answer shows what needs this permission too.</summary>
/// <param name="Permission">A name of the catalogue.</param>
public sealed record AnswerPermission(string Permission);
