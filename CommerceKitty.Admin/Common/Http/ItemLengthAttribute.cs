namespace CommerceKitty.Admin.Common.Http;

/// <summary>Documents how long each text of a list is at most.</summary>
/// <param name="length">In characters.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemLengthAttribute(int length) : Attribute
{
    /// <summary>In characters.</summary>
    public int Length { get; } = length;
}
