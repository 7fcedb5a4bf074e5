namespace CommerceKitty.Admin.Common;

/// <summary>Finds the name that someone may have meant.</summary>
public static class NearestName
{
    /// <summary>Longest name that is compared: a longer one is not a misspelled known name.</summary>
    private const int MaximumLength = 40;

    /// <summary>The known name that is nearest to this one, in any case; null when none is near.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        if (name.Length is 0 or > MaximumLength)
            return null;
        var nearest = known.Select(k => (Name: k, Distance: Distance(name.ToUpperInvariant(), k.ToUpperInvariant())))
            .OrderBy(k => k.Distance).ThenBy(k => k.Name, StringComparer.Ordinal).FirstOrDefault();
        return nearest.Name is { } found && nearest.Distance <= Math.Max(1, Math.Min(name.Length, found.Length) / 3) ? found : null;
    }

    /// <summary>How many letters must be put in, left out, replaced or exchanged with their neighbour (optimal string
    /// alignment).</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }

                var replaced = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
