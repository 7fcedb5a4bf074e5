namespace CommerceKitty.Admin.Features.Find;

/// <summary>One thing that was found.</summary>
/// <param name="Kind">What it is, in words; things of one kind stand together.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Detail">What tells it from others of that name.</param>
/// <param name="Address">Where it is shown.</param>
public sealed record Found(string Kind, string Title, string Detail, string Address);

/// <summary>What was found for a text.</summary>
/// <param name="Items">At most a few of each kind, the kinds in the menu's order.</param>
/// <param name="Silent">True when the database did not answer for some of it: what is missing may be there.</param>
public sealed record FindAnswer(IReadOnlyList<Found> Items, bool Silent);
