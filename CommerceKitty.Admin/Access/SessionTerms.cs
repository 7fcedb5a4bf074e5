using System.Globalization;

namespace CommerceKitty.Admin.Access;

/// <summary>How long a sign-in lasts, also in a page that stays open.</summary>
/// <param name="Absolute">From the sign-in on, whatever its person does: the setting <c>Sessions:AbsoluteDays</c>.</param>
public sealed record SessionTerms(TimeSpan Absolute)
{
    /// <summary>The setting.</summary>
    public const string Setting = "Sessions:AbsoluteDays";

    /// <summary>Since the person last did something; the cookie's own time too, which each request renews.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    private const int UsualDays = 30;
    private const int MostDays = 365;

    /// <summary>Reads the setting.</summary>
    /// <exception cref="InvalidOperationException">It is not a whole number from 1 to 365.</exception>
    public static SessionTerms Read(IConfiguration configuration)
    {
        var text = configuration[Setting];
        if (string.IsNullOrEmpty(text))
            return new(TimeSpan.FromDays(UsualDays));
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MostDays
            ? new(TimeSpan.FromDays(days))
            : throw new InvalidOperationException($"{Setting} is '{text}'. Set it to a whole number from 1 to {MostDays}.");
    }
}
