namespace CommerceKitty.Admin.Tests.Common;

/// <summary>Texts that no name may be, and texts that every name may be. Built from code points: the compiler and the test
/// runner would not carry broken or invisible characters unharmed.</summary>
internal static class BadNames
{
    /// <summary>What it is, and the text.</summary>
    public static readonly Dictionary<string, string?> Refused = new()
    {
        ["null"] = null,
        ["empty"] = "",
        ["blanks"] = "   ",
        ["no-break spaces"] = "\u00A0\u3000",
        ["81 letters"] = new string('x', 81),
        ["81 emoji"] = string.Concat(Enumerable.Repeat("🐱", 81)),
        ["NUL"] = "a\0b",
        ["escape"] = "a\u001b[31mb",
        ["line feed"] = "a\nb",
        ["carriage return"] = "a\rb",
        ["tab"] = "a\tb",
        ["delete"] = "a\u007fb",
        ["C1 control"] = "a\u009bb",
        ["line separator"] = "a\u2028b",
        ["paragraph separator"] = "a\u2029b",
        ["right-to-left override"] = "a\u202Etxt.exe",
        ["isolate"] = "a\u2066b",
        ["right-to-left mark"] = "a\u200Fb",
        ["zero-width space"] = "a\u200Bb",
        ["word joiner"] = "a\u2060b",
        ["byte order mark"] = "a\uFEFFb",
        ["left-to-right mark"] = "a\u200Eb",
        ["soft hyphen"] = "a\u00ADb",
        ["joiner between Latin letters"] = "a\u200Db",
        ["non-joiner between Cyrillic letters"] = "а\u200Cб",
        ["joiner at the end"] = "می\u200C",
        ["Hangul filler"] = "a\u3164b",
        ["empty Braille"] = "a\u2800b",
        ["grapheme joiner"] = "a\u034Fb",
        ["variant of a letter"] = "a\uFE0Fb",
        ["tag characters"] = "a" + char.ConvertFromUtf32(0xE0041) + char.ConvertFromUtf32(0xE007F),
        ["invisible operator"] = "f\u2061x",
        ["interlinear anchor"] = "a\uFFF9b",
        ["joiner alone"] = "\u200D",
        ["Hangul filler alone"] = "\u3164",
        ["empty Braille alone"] = "\u2800",
        ["a key's value"] = "sync kitty_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH",
        ["the beginning of a key's value"] = "kitty_Ab3dE",
        ["high surrogate"] = "a" + (char)0xD83D,
        ["low surrogate"] = (char)0xDC31 + "a",
        ["noncharacter"] = "a" + (char)0xFFFE,
        ["last noncharacter"] = (char)0xFFFF + "a",
        ["swapped surrogates"] = "a" + (char)0xDC31 + (char)0xD83D,
    };

    /// <summary>What it is, what is typed, and what is kept.</summary>
    public static readonly Dictionary<string, (string Typed, string Kept)> Accepted = new()
    {
        ["one letter"] = ("x", "x"),
        ["blanks around"] = ("  Nightly sync \t", "Nightly sync"),
        ["80 letters"] = (new string('x', 80), new string('x', 80)),
        ["80 emoji"] = (string.Concat(Enumerable.Repeat("🐱", 80)), string.Concat(Enumerable.Repeat("🐱", 80))),
        ["markup"] = ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ["quotes and SQL"] = ("Robert'); DROP TABLE Users;--", "Robert'); DROP TABLE Users;--"),
        ["Arabic"] = ("مفتاح المتجر", "مفتاح المتجر"),
        ["Persian with ZWNJ"] = ("می\u200Cخواهم", "می\u200Cخواهم"),
        ["family emoji"] = ("👨\u200D👩\u200D👧", "👨\u200D👩\u200D👧"),
        ["heart on fire"] = ("❤\uFE0F\u200D🔥", "❤\uFE0F\u200D🔥"),
        ["keycap"] = ("1\uFE0F\u20E3", "1\uFE0F\u20E3"),
        ["registered"] = ("Kitty ®\uFE0F", "Kitty ®\uFE0F"),
        ["Sinhala with ZWJ"] = ("ක්\u200Dෂ", "ක්\u200Dෂ"),
        ["Arabic number sign"] = ("\u0600 ١", "\u0600 ١"),
        ["composed"] = ("Zoe\u0308", "Zo\u00EB"),
        ["formula"] = ("=1+1", "=1+1"),
    };
}
