using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>How often a key was used in an hour for one permission with one result, on all nodes.</summary>
/// <param name="Hour">UTC; the hour's beginning.</param>
/// <param name="Permission">What the requests needed; empty when they needed none or were rejected before that was known.</param>
/// <param name="Result">The result.</param>
/// <param name="Count">How many requests.</param>
public sealed record KeyUsage(DateTime Hour, string Permission, KeyUseResult Result, long Count);
