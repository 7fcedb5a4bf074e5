using System.Globalization;

namespace CommerceKitty.Admin.Controls;

/// <summary>How the person at the screen writes numbers. It decides how a field is read, never what the API reads.</summary>
public sealed class ViewerCulture
{
    /// <summary>The viewer's culture; the invariant one until it is known.</summary>
    public CultureInfo Numbers { get; private set; } = CultureInfo.InvariantCulture;

    /// <summary>Sets the viewer's language; a tag that does not exist changes nothing.</summary>
    /// <param name="language">A BCP 47 tag like "de-AT".</param>
    public void Use(string? language)
    {
        if (string.IsNullOrEmpty(language))
            return;
        try
        {
            Numbers = CultureInfo.GetCultureInfo(language, predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            // A browser may send anything.
        }
    }
}
