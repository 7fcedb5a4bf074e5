using System.Collections.Frozen;
using System.Text;

namespace CommerceKitty.Admin.Common;

/// <summary>Tells texts that look alike and are not the same: Cyrillic or Greek letters among Latin ones, an i without its dot, full-width
/// letters. The letters are those of Unicode's confusables (UTS 39) that are drawn alike in the fonts of screens; it is a help for the eye
/// and no rule.</summary>
public static class LookalikeText
{
    /// <summary>Cyrillic, Greek and other letters, each above the Latin one that it looks like.</summary>
    private const string Others = "аеорсухіјѕһԁԛԝԍАВЕКМНОРСТУХІЈЅԌԚԜοανρικυχωϲΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹıſɑɡɩ";
    private const string Latins = "aeopcyxijshdqwgABEKMHOPCTYXIJSGQWoavpikuxwcABEZHIKMNOPTYXCisagi";

    private static readonly FrozenDictionary<char, char> ToLatin =
        Others.Zip(Latins).ToFrozenDictionary(pair => pair.First, pair => pair.Second);

    /// <summary>True when the texts are different and look the same. Case alone makes no other text.</summary>
    public static bool AreTwins(string one, string other) =>
        UnicodeForms.Folded(one) != UnicodeForms.Folded(other) && Skeleton(one) == Skeleton(other);

    private static string Skeleton(string text)
    {
        var compatible = UnicodeForms.OfPassword(UnicodeForms.Folded(Replaced(text)));
        return Replaced(compatible).ToLowerInvariant();
    }

    private static string Replaced(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
            result.Append(ToLatin.GetValueOrDefault(c, c));
        return result.ToString();
    }
}
