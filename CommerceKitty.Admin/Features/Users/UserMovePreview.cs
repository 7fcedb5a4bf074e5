using CommerceKitty.Admin.Features.UserGroups;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>What a move of a user into another group would change.</summary>
/// <param name="Change">The permissions that come and go.</param>
/// <param name="Keys">How many usable API keys act as the user: they change with it.</param>
/// <param name="KeysUsing">How many of its keys used what goes in the last 90 days.</param>
public sealed record UserMovePreview(PermissionChange Change, int Keys, int KeysUsing);
