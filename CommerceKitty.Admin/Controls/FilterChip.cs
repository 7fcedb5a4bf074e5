namespace CommerceKitty.Admin.Controls;

/// <summary>A filter in use.</summary>
/// <param name="Parameter">Its query parameter in the URL.</param>
/// <param name="Text">What a person calls it.</param>
public readonly record struct FilterChip(string Parameter, string Text);
