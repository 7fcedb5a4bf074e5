namespace CommerceKitty.Admin.Common.Http;

/// <summary>Documents the type of a value in a query string, received as text so that a wrong one can be reported by field.</summary>
/// <typeparam name="T">The type, for example an enum.</typeparam>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ParsedAsAttribute<T> : Attribute, IParsedAs
{
    /// <inheritdoc/>
    public Type Type => typeof(T);

    /// <inheritdoc/>
    public string? Or { get; init; }

    /// <inheritdoc/>
    public object? Default { get; init; }
}
