using System.Text;
using CsCheck;

namespace CommerceKitty.Admin.Tests.Api;

/// <summary>A request as it goes out.</summary>
/// <param name="Operation">The operation's id.</param>
/// <param name="Method">GET and so on.</param>
/// <param name="Address">Path and query, encoded.</param>
/// <param name="Headers">Beside the key.</param>
/// <param name="ContentType">Of the body; null when there is none.</param>
/// <param name="Body">Bytes; null when there is none.</param>
/// <param name="HasExtraMember">True when the body has a member that its schema does not know.</param>
public sealed record FuzzRequest(
    string Operation,
    string Method,
    string Address,
    IReadOnlyList<(string Name, string Value)> Headers,
    string? ContentType,
    byte[]? Body,
    bool HasExtraMember)
{
    public override string ToString() =>
        $"{Method} {Cut(Address)} [{string.Join("; ", Headers.Select(h => $"{h.Name}: {Cut(h.Value)}"))}] {ContentType} "
        + (Body is null ? string.Empty : Cut(Encoding.UTF8.GetString(Body)));

    private static string Cut(string text) => text.Length <= 600 ? text : $"{text[..600]}… ({text.Length})";
}
