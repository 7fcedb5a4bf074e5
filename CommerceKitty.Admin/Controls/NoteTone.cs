namespace CommerceKitty.Admin.Controls;

/// <summary>What a <see cref="Note"/> is about.</summary>
public enum NoteTone
{
    /// <summary>Something to know.</summary>
    Plain,

    /// <summary>Something to think about before going on.</summary>
    Warning,
}
