namespace CommerceKitty.Admin.Security;

/// <summary>One permission of the catalogue.</summary>
/// <param name="Index">Its bit in a <see cref="PermissionSet"/>. Never stored; it may change between versions.</param>
/// <param name="Name">The stored, stable name: <c>resource.action</c>.</param>
/// <param name="Resource">The part before the dot.</param>
/// <param name="Action">The part after the dot.</param>
/// <param name="Label">In words, e.g. "Orders: Edit".</param>
public sealed record Permission(int Index, string Name, string Resource, string Action, string Label);
