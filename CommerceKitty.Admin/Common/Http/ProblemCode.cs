namespace CommerceKitty.Admin.Common.Http;

/// <summary>An error code of the API.</summary>
/// <param name="Status">The HTTP status that it is returned with.</param>
/// <param name="Code">The code, in kebab case. It never changes.</param>
/// <param name="Meaning">What went wrong and what to do about it.</param>
public sealed record ProblemCode(int Status, string Code, string Meaning)
{
    /// <summary>The maximum length of a code.</summary>
    public const int MaximumLength = 64;

    /// <summary>The maximum length of the detail of one line of a batch.</summary>
    public const int MaximumDetail = 1_000;
}
