using System.Globalization;
using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Entities;

/// <summary>The account's settings: one row. A change that must obey a setting reads the row inside its own transaction, so that no
/// older copy decides.</summary>
public sealed class AccountSettings
{
    /// <summary>The ID of the one row.</summary>
    public const int RowId = 1;

    /// <summary>Ten years: no key lives longer, whatever the settings say. Days.</summary>
    public const int MostLifeDays = 3650;

    /// <summary>The longest time of idleness or of one value that can be set. Days.</summary>
    public const int MostAgeDays = 3650;

    /// <summary>How long before a key's end its status says so. Days.</summary>
    public const int ExpiringDays = 14;

    /// <summary>The maximum number of days in <see cref="NoticeDays"/>.</summary>
    public const int MostNotices = 6;

    /// <summary>The earliest notice. Days before the end.</summary>
    public const int MostNoticeDays = 365;

    public required int Id { get; init; }

    /// <summary>How long a new or extended key lives at most; days, 1 to <see cref="MostLifeDays"/>.</summary>
    public int LongestLifeDays { get; set; } = MostLifeDays;

    /// <summary>How long a new key lives when nobody says anything else; days, at most <see cref="LongestLifeDays"/>.</summary>
    public int DefaultLifeDays { get; set; } = 365;

    /// <summary>Whether keys may be without an end.</summary>
    public EndlessKeys EndlessKeys { get; set; } = EndlessKeys.WithReason;

    /// <summary>After how many days without use a key counts as unused.</summary>
    public int IdleDays { get; set; } = 90;

    /// <summary>After how many days a key's value should be rotated.</summary>
    public int RotationDays { get; set; } = 365;

    /// <summary>How many days before a key's end people are told, the earliest first, for example "14,3,0".</summary>
    public string NoticeDays { get; set; } = "14,3,0";

    /// <summary>True when everyone who may edit API keys is told, and not only the person responsible for the key.</summary>
    public bool NoticesToEditors { get; set; } = true;

    /// <summary>True when notices also go by email.</summary>
    public bool NoticesByMail { get; set; } = true;

    /// <summary>True once the standard groups that were there before the settings have the permissions for them.</summary>
    public bool IsGranted { get; set; }

    /// <summary>Counts changes, so that two admins never overwrite each other unseen.</summary>
    public int Version { get; set; }

    /// <summary>UTC; null when nobody has changed them.</summary>
    public DateTime? ChangedAt { get; set; }

    /// <summary>Who changed them last.</summary>
    public string? ChangedBy { get; set; }

    /// <summary>The days of <see cref="NoticeDays"/>, the earliest notice first.</summary>
    public IReadOnlyList<int> Notices =>
        [.. NoticeDays.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(d => int.Parse(d, CultureInfo.InvariantCulture))];

    /// <summary>The end of a key that is made now and says nothing about it. UTC.</summary>
    public DateTime DefaultEnd(DateTime now) => now.AddDays(DefaultLifeDays);

    /// <summary>Null when a key may get this end, else why it may not: the one rule for every way to make or extend a key.</summary>
    /// <param name="end">UTC; null for none.</param>
    /// <param name="now">UTC.</param>
    /// <param name="reason">Why the key has no end; empty when nobody says.</param>
    public Error? RefuseEnd(DateTime? end, DateTime now, string? reason)
    {
        if (end is null)
        {
            return EndlessKeys switch
            {
                EndlessKeys.Refused => Error.Invalid("expiresAt", "The settings require that every API key expires. Choose a date."),
                EndlessKeys.WithReason when string.IsNullOrEmpty(reason) =>
                    Error.Invalid("neverExpiresReason", "Enter why this key never expires."),
                _ => null,
            };
        }

        if (end <= now)
            return Error.Invalid("expiresAt", "This time is in the past. To stop the key now, disable or revoke it.");
        // The last day counts in full, also where it has 25 hours or the clock moved between the choice and the save.
        return end > now.AddDays(LongestLifeDays + 1)
            ? Error.Invalid("expiresAt", string.Create(CultureInfo.InvariantCulture,
                $"API keys expire after at most {LongestLifeDays:N0} {(LongestLifeDays == 1 ? "day" : "days")}. Choose an earlier time."))
            : null;
    }
}
