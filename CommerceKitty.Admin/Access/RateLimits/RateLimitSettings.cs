using System.Globalization;

namespace CommerceKitty.Admin.Access.RateLimits;

/// <summary>How often callers of the API may call: the settings <c>RateLimits:…</c>. 0 is no limit.</summary>
public sealed record RateLimitSettings
{
    /// <summary>The most requests a minute that a single key can be given.</summary>
    public const int Maximum = 1_000_000;

    /// <summary>Requests a minute of a key that has no limit of its own, on each node.</summary>
    public int RequestsPerMinute { get; init; } = 6_000;

    /// <summary>How many of them may come at once; 0 is ten seconds' worth.</summary>
    public int Burst { get; init; }

    /// <summary>Requests a minute without a good key, from one address (an IPv6 network of 64 bits counts as one).</summary>
    public int RefusalsPerMinute { get; init; } = 3_000;

    /// <summary>Tries to sign in a minute, from one address and to one account.</summary>
    public int SignInsPerMinute { get; init; } = 60;

    /// <summary>How many requests a minute a key may make with a limit of its own, or without one.</summary>
    public int Allows(int? own) => own ?? (RequestsPerMinute == 0 ? int.MaxValue : RequestsPerMinute);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">One of them is not a whole number from 0 to 10,000,000.</exception>
    public static RateLimitSettings Read(IConfiguration configuration)
    {
        var usual = new RateLimitSettings();
        return new()
        {
            RequestsPerMinute = Number(nameof(RequestsPerMinute), usual.RequestsPerMinute),
            Burst = Number(nameof(Burst), usual.Burst),
            RefusalsPerMinute = Number(nameof(RefusalsPerMinute), usual.RefusalsPerMinute),
            SignInsPerMinute = Number(nameof(SignInsPerMinute), usual.SignInsPerMinute),
        };

        int Number(string name, int otherwise)
        {
            var text = configuration[$"RateLimits:{name}"];
            if (string.IsNullOrEmpty(text))
                return otherwise;
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 10 * Maximum
                ? number
                : throw new InvalidOperationException(
                    $"RateLimits:{name} is '{text}'. Set it to a whole number from 0 (no limit) to 10000000.");
        }
    }
}
