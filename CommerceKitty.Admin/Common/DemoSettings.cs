namespace CommerceKitty.Admin.Common;

/// <summary>Whether the shop is the demo: the settings <c>Demo:Seed</c>, <c>Demo:Keys</c> and <c>Demo:Password</c>.</summary>
public sealed class DemoSettings(IConfiguration configuration)
{
    /// <summary>An empty database is filled with the demo shop.</summary>
    public bool IsWanted => configuration.GetValue<bool>("Demo:Seed");

    /// <summary>The demo shop has API keys with a past. Nobody knows their values.</summary>
    public bool HasKeys => configuration.GetValue<bool>("Demo:Keys");

    /// <summary>The password of the demo's people; null when it is not set.</summary>
    public string? Password => configuration["Demo:Password"];
}
