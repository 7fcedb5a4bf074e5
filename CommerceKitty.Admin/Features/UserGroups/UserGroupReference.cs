namespace CommerceKitty.Admin.Features.UserGroups;

/// <summary>A user group, named in another resource.</summary>
public sealed record UserGroupReference(string Code, string Name);
