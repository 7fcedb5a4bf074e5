using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>Whom an open link is for.</summary>
/// <param name="Name">The person's name.</param>
/// <param name="Email">The sign-in name.</param>
/// <param name="Purpose">What the person does with it.</param>
public sealed record OpenLink(string Name, string Email, UserLinkPurpose Purpose);
