namespace CommerceKitty.Admin.Common.Http;

/// <summary>Marks an endpoint whose answer holds a key's value, which is given once and kept nowhere (R5).</summary>
/// <param name="Detail">What a caller is told who lost the answer and sends the request again.</param>
public sealed record ValueGivenOnce(string Detail)
{
    /// <summary>The code of that answer.</summary>
    public const string Code = "value-already-given";
}
