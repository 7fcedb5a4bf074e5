using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Features.Offboarding;

/// <summary>A key of a user who is about to be disabled, and what the person at the screen chose for it.</summary>
/// <param name="held">The key.</param>
/// <param name="leaver">Who is disabled.</param>
public sealed class LeaverKey(HeldKey held, UserRow leaver)
{
    public ApiKeyRow Key => held.Key;

    /// <summary>True when it acts as the leaver: it stops with the user.</summary>
    public bool Stops => held.Key.UserId == leaver.Id;

    /// <summary>Its requests of the last 7 days.</summary>
    public KeyWeek Week { get; init; } = KeyWeek.None;

    public KeyDisposition Action { get; set; }

    /// <summary>The user that the new key acts as.</summary>
    public KeyHolderCandidate? NewHolder { get; set; }

    /// <summary>In how many hours the old key expires, when it is reissued and would keep working; 0 leaves it.</summary>
    public int OverlapHours { get; set; } = 24;

    /// <summary>True when the old key expires by itself.</summary>
    public bool Expires => !Stops && Action == KeyDisposition.Reissue && OverlapHours > 0;

    /// <summary>The field that <see cref="Validate"/> names.</summary>
    public string NewHolderField => $"newHolder-{Key.Id}";

    /// <summary>Null when the choice is complete.</summary>
    public Error? Validate() => Action == KeyDisposition.Reissue && NewHolder is null
        ? Error.Invalid(NewHolderField, "Choose the user the new key acts as.")
        : null;

    /// <summary>What the new key can do more and less than the old one, and what happens to the old one; null until a user is
    /// chosen.</summary>
    public string? Difference()
    {
        if (Action != KeyDisposition.Reissue || NewHolder is not { Access: { } next })
            return null;
        var (lost, won) = (held.Holder.Permissions.Without(next.Permissions), next.Permissions.Without(held.Holder.Permissions));
        var difference = (lost.Count, won.Count) switch
        {
            (0, 0) => "The new key has the same permissions.",
            (_, 0) => $"The new key loses: {Labels(lost)}.",
            (0, _) => $"The new key gains: {Labels(won)}.",
            _ => $"The new key loses: {Labels(lost)}. It gains: {Labels(won)}.",
        };
        var old =
            Stops ? $"The old key stops now. For an overlap, first add a key for {next.Name.Isolated()}, "
                + $"then disable {leaver.Name.Isolated()}."
            : OverlapHours == 0 ? "The old key keeps working. Revoke it once the new one is in use."
            : "Both work until it expires.";
        return $"{difference} Its value is shown once, right after this. {old}";
    }

    /// <summary>The choice as the service takes it.</summary>
    public KeyOffboarding ToOffboarding() => new()
    {
        Id = Key.Id,
        Action = Action,
        UserId = Action == KeyDisposition.Reissue ? NewHolder?.Access.UserId : null,
        EndsInHours = Expires ? OverlapHours : null,
    };

    private static string Labels(PermissionSet permissions) => string.Join(", ", permissions.Permissions.Select(p => p.Label));
}
