namespace CommerceKitty.Admin.Common;

/// <summary>A refusal: what went wrong and what to do about it, in words fit for the person or integration that asked.</summary>
/// <param name="Kind">Decides the HTTP status and the tone of the message on a page.</param>
/// <param name="Code">Stable, kebab-case; integrations may branch on it.</param>
/// <param name="Message">One or two sentences that say what to do. Never holds a secret.</param>
public sealed record Error(ErrorKind Kind, string Code, string Message)
{
    /// <summary>Messages by input field (camelCase, as in the API); empty unless <see cref="ErrorKind.Invalid"/>.</summary>
    public IReadOnlyDictionary<string, string[]> Fields { get; init; } = new Dictionary<string, string[]>();

    /// <summary>The permission that was missing, if that was the reason.</summary>
    public string? MissingPermission { get; init; }

    /// <summary>One field has the wrong shape.</summary>
    public static Error Invalid(string field, string message) =>
        new(ErrorKind.Invalid, "validation-failed", message) { Fields = new Dictionary<string, string[]> { [field] = [message] } };

    /// <summary>Several fields have the wrong shape.</summary>
    public static Error Invalid(IReadOnlyDictionary<string, string[]> fields) =>
        new(ErrorKind.Invalid, "validation-failed", string.Join(' ', fields.Values.SelectMany(m => m))) { Fields = fields };

    /// <summary>The thing asked for does not exist.</summary>
    public static Error NotFound(string what) =>
        new(ErrorKind.NotFound, "not-found", $"{char.ToUpperInvariant(what[0])}{what[1..]} not found.");

    /// <summary>The actor's user lacks <paramref name="permission"/> (R2).</summary>
    public static Error MissingPermissionFor(string permission) =>
        new(ErrorKind.Forbidden, "permission-missing",
            $"This needs the permission {permission}. Ask someone who manages user groups to grant it to your user group.")
        { MissingPermission = permission };

    /// <summary>Two changes met, and the other one came first.</summary>
    public static readonly Error ChangedMeanwhile = new(
        ErrorKind.Conflict,
        "changed-meanwhile",
        "Someone else changed this a moment ago. Look at it again, then repeat what you still want.");

    /// <summary>The caller named a version, and the thing has another one (RFC 9110 §13.1.1).</summary>
    /// <param name="thing">What it is, like "order".</param>
    public static Error Stale(string thing) => new(ErrorKind.Stale, ChangedMeanwhile.Code,
        $"Someone else changed this {thing} since you looked at it. Your changes weren't saved. Look at it again, then repeat them.");

    /// <summary>The caller named only versions that nothing can have (RFC 9110 §13.1.1).</summary>
    public static readonly Error UnknownEntityTag = new(ErrorKind.Stale, "unknown-entity-tag",
        "If-Match has no entity tag that this API gives, so nothing was changed. A weak tag (W/\"…\") never matches; a proxy may have made "
        + "it. Send the ETag of the resource unchanged.");

    /// <summary>The caller wants to change the thing only if it does not exist or has another version (RFC 9110 §13.1.2).</summary>
    /// <param name="thing">What it is, like "order".</param>
    public static Error NotExpected(string thing) => new(ErrorKind.Stale, "if-none-match-failed",
        $"The {thing} exists and has a version that If-None-Match excludes, so nothing was changed.");

    /// <summary>Nobody is signed in, or the user has been disabled.</summary>
    public static readonly Error Unauthenticated =
        new(ErrorKind.Unauthenticated, "not-signed-in", "You are not signed in, or your account was disabled. Sign in again.");
}
