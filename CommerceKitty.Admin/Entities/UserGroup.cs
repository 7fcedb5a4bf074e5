using CommerceKitty.Admin.Common;
using Microsoft.AspNetCore.Identity;

namespace CommerceKitty.Admin.Entities;

/// <summary>A named bundle of permissions: the ceiling of what its users can do. Its permissions are role claims.</summary>
public sealed class UserGroup : IdentityRole<int>
{
    /// <summary>Longest code.</summary>
    public const int CodeLength = CodeText.Length;

    /// <summary>What scripts and the API call it, e.g. <c>warehouse-staff</c>; unique.</summary>
    public required string Code { get; init; }

    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>A code made of a name: "Lager &amp; Größe" gives <c>lager-gr-e</c>; empty when nothing of the name can stand in
    /// one.</summary>
    public static string SuggestCode(string? name)
    {
        var words = new string([.. (name ?? string.Empty).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var code = string.Join('-', words);
        return code.Length <= CodeLength ? code : code[..CodeLength].TrimEnd('-');
    }
}
