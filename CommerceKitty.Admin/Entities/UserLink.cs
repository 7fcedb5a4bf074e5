using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CommerceKitty.Admin.Entities;

/// <summary>The one open link by which a person may choose a password. A newer one takes its place; using it deletes it, so that it
/// works once, also when two browsers use it at the same moment.</summary>
public sealed class UserLink
{
    /// <summary>How long an invitation works.</summary>
    public static readonly TimeSpan InvitationLifetime = TimeSpan.FromHours(72);

    /// <summary>How long a password reset works.</summary>
    public static readonly TimeSpan ResetLifetime = TimeSpan.FromHours(1);

    private const int TokenBytes = 32;

    /// <summary>At most one link for each user.</summary>
    public required int UserId { get; init; }

    public required UserLinkPurpose Purpose { get; set; }

    /// <summary>SHA-256 of the token; the token itself is only in the mail. It has 256 random bits, so a fast hash is right.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>The user's security stamp when it was sent: whatever ends sessions (a new email or password, disabling) ends the link
    /// too.</summary>
    public required string SecurityStamp { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime SentAt { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime ExpiresAt { get; set; }

    /// <summary>Makes a new token from the system's CSPRNG, fit for a URL.</summary>
    public static string CreateToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>What is stored of a token; null for a text that cannot be one.</summary>
    public static byte[]? HashOf(string? token) =>
        token is { Length: 43 } && token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? SHA256.HashData(Encoding.ASCII.GetBytes(token))
            : null;
}
