using System.Globalization;
using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Entities;

/// <summary>The shape of a product's code, the SKU. It stands in addresses and labels, so it is plain: letters A to Z, digits, and
/// <c>. _ -</c> after the first. Kept in upper case: databases differ in whether <c>abc-1</c> and <c>ABC-1</c> are the same.</summary>
public static class ProductCode
{
    /// <summary>The form of a stored code, as a regular expression of ECMA-262.</summary>
    public const string Pattern = "^[A-Z0-9][A-Z0-9._-]*$";

    /// <summary>The form of a code in a request, where its case does not matter.</summary>
    public const string AnyCasePattern = "^[A-Za-z0-9][A-Za-z0-9._-]*$";

    /// <summary>Reads a code in whichever case.</summary>
    public static Result<string> Read(string? text, string field)
    {
        var code = text?.Trim() ?? string.Empty;
        if (code.Length == 0)
            return TextRules.Missing(field, "The product code");
        if (
            code.Length > Product.CodeLength
            || !char.IsAsciiLetterOrDigit(code[0])
            || !code.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
        {
            return Error.Invalid(field, string.Create(CultureInfo.InvariantCulture,
                $"The product code is not 1 to {Product.CodeLength} letters A to Z, digits and . _ - that begin with a letter or digit."));
        }

        return code.ToUpperInvariant();
    }
}
