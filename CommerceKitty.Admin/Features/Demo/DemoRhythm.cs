namespace CommerceKitty.Admin.Features.Demo;

/// <summary>How often a key of the demo shop is used.</summary>
internal enum DemoRhythm
{
    /// <summary>Never.</summary>
    Never,

    /// <summary>Once a night, at 02:00 UTC, and then often.</summary>
    Nightly,

    /// <summary>A few times in every hour.</summary>
    Hourly,

    /// <summary>Much while customers are awake, little at weekends.</summary>
    Chatty,

    /// <summary>Now and then in office hours.</summary>
    OfficeHours,

    /// <summary>Once on Sundays.</summary>
    Weekly,
}
