using System.Globalization;

namespace CommerceKitty.Admin.Common;

/// <summary>How many rows of a list the API gives at once.</summary>
public static class SliceLimit
{
    /// <summary>Without a limit.</summary>
    public const int Default = 50;

    /// <summary>At most.</summary>
    public const int Maximum = 200;

    /// <summary>Reads the <c>limit</c> of a request; nothing counts as <see cref="Default"/>.</summary>
    public static Result<int> Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Default;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Maximum
            ? limit
            : Error.Invalid("limit", string.Create(CultureInfo.InvariantCulture, $"The limit is not a whole number from 1 to {Maximum}."));
    }
}
