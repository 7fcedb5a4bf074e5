namespace CommerceKitty.Admin.Features.Csv;

/// <summary>What a line of a file would do.</summary>
public enum ImportKind
{
    /// <summary>It cannot be used.</summary>
    Wrong,

    /// <summary>It adds something.</summary>
    New,

    /// <summary>It changes something.</summary>
    Changed,

    /// <summary>It is so already.</summary>
    Unchanged,
}
