using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.Settings;

/// <summary>The settings as the command line prints them; its option names are these members'.</summary>
public sealed record SettingsResource(
    int LongestLifeDays, int DefaultLifeDays, EndlessKeys EndlessKeys, int IdleDays, int RotationDays, IReadOnlyList<int> NoticeDays,
    bool NoticesToEditors, bool NoticesByMail)
{
    /// <summary>The settings in this shape.</summary>
    public static SettingsResource Of(AccountSettings settings) => new(
        settings.LongestLifeDays, settings.DefaultLifeDays, settings.EndlessKeys, settings.IdleDays, settings.RotationDays,
        settings.Notices, settings.NoticesToEditors, settings.NoticesByMail);
}
