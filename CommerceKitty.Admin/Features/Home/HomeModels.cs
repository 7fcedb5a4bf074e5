using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;

namespace CommerceKitty.Admin.Features.Home;

/// <summary>What the home page shows: only what its viewer may list.</summary>
/// <param name="Items">What needs attention, the most urgent first; none when all is well.</param>
/// <param name="Changes">The newest entries of the audit log; null when the viewer may not see it.</param>
/// <param name="FirstSteps">What is left to do in an empty shop; null once there are orders, or when the viewer may do none of it.</param>
public sealed record HomeOverview(
    IReadOnlyList<AttentionItem> Items, Page<AuditRow>? Changes, IReadOnlyList<FirstStep>? FirstSteps)
{
    /// <summary>How many days <see cref="Orders"/> and <see cref="Calls"/> go back.</summary>
    public const int TrendDays = 14;

    /// <summary>The orders of the last days, by hour; null when the viewer may not list orders.</summary>
    public IReadOnlyList<HourCount>? Orders { get; init; }

    /// <summary>The API requests of the last days, by hour and result; null when the viewer may not list keys.</summary>
    public IReadOnlyList<KeyUsage>? Calls { get; init; }

    /// <summary>True when the viewer may list nothing that this page is about.</summary>
    public bool IsNothing { get; init; }
}

/// <summary>Something that needs attention.</summary>
/// <param name="Count">How many, at least 1.</param>
/// <param name="Text">What, after its number: "orders to ship".</param>
/// <param name="Hint">Why, or what to do.</param>
/// <param name="Address">The list of exactly those.</param>
public sealed record AttentionItem(int Count, string Text, string Hint, string Address)
{
    /// <summary>There are more than <see cref="Count"/>.</summary>
    public bool HasMore { get; init; }
}

/// <summary>A step of setting a shop up.</summary>
/// <param name="Text">What to do.</param>
/// <param name="Hint">What it is good for.</param>
/// <param name="Address">Where.</param>
/// <param name="IsDone">It is done already.</param>
public sealed record FirstStep(string Text, string Hint, string Address, bool IsDone);
