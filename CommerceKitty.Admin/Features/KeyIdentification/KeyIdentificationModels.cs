using CommerceKitty.Admin.Features.ApiKeys;

namespace CommerceKitty.Admin.Features.KeyIdentification;

/// <summary>What the browser found in a text: something that is, or looks like, the value of an API key.</summary>
/// <param name="Flaw">How it differs from a value: <c>none</c>, <c>hint</c> (only the first characters), <c>short</c>, <c>long</c>,
/// <c>checksum</c>, or <c>case</c> (the prefix in capital letters).</param>
/// <param name="Hint">Its first ten characters.</param>
/// <param name="Length">How many characters it has.</param>
/// <param name="Line">In which line it was found first; 1 is the first.</param>
/// <param name="Times">How often it was found.</param>
/// <param name="Hash">SHA-256 in hexadecimal; null when it has a flaw.</param>
public sealed record ValueFinding(string Flaw, string Hint, int Length, int Line, int Times, string? Hash);

/// <summary>A key of this account whose value was found.</summary>
/// <param name="Key">The key.</param>
/// <param name="IsReplaced">A rotation of the key replaced the value.</param>
/// <param name="Ending">Who ended it and when; null while it works, or when nothing is known.</param>
public sealed record IdentifiedKey(ApiKeyRow Key, bool IsReplaced, KeyEnding? Ending)
{
    /// <summary>The value ended after it was replaced, whatever other values the key has.</summary>
    public bool IsEnded { get; init; }
}

/// <summary>What stopped a key from working.</summary>
/// <param name="At">UTC.</param>
/// <param name="By">Who did it.</param>
/// <param name="EntryId">The entry of the audit log.</param>
public sealed record KeyEnding(DateTime At, string By, long EntryId);
