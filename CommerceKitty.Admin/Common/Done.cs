namespace CommerceKitty.Admin.Common;

/// <summary>The answer of an operation that has nothing to say but that it is done.</summary>
public sealed record Done
{
    /// <summary>The one value.</summary>
    public static readonly Done Value = new();
}
