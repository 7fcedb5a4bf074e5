using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Access;

/// <summary>A group and what it grants.</summary>
public sealed record GroupState(string Code, string Name, PermissionSet Permissions);
