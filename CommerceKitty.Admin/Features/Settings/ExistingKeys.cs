namespace CommerceKitty.Admin.Features.Settings;

/// <summary>What becomes of keys that a stricter policy no longer allows.</summary>
public enum ExistingKeys
{
    /// <summary>They stay as they are.</summary>
    Leave,

    /// <summary>They end in some days.</summary>
    End,

    /// <summary>They are disabled. Enabling one takes an end that the policy allows.</summary>
    Block,
}
