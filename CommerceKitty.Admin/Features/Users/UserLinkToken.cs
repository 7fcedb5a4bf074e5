using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>A link on its way into a mail. It prints as nothing, so that it cannot slip into a log.</summary>
public sealed class UserLinkToken(string token, UserLinkPurpose purpose)
{
    /// <summary>What it is for.</summary>
    public UserLinkPurpose Purpose => purpose;

    /// <summary>The token itself, for the mail alone.</summary>
    public string Reveal() => token;

    /// <inheritdoc/>
    public override string ToString() => "(in the mail)";
}
