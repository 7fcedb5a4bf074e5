namespace CommerceKitty.Admin.Common.Http;

/// <summary>See <see cref="ParsedAsAttribute{T}"/>.</summary>
public interface IParsedAs
{
    /// <summary>The type of the value.</summary>
    Type Type { get; }

    /// <summary>One more value, besides those of an enum.</summary>
    string? Or { get; }

    /// <summary>The value that is used when none is given.</summary>
    object? Default { get; }
}
