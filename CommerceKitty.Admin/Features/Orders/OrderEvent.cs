namespace CommerceKitty.Admin.Features.Orders;

/// <summary>One thing that happened to an order.</summary>
/// <param name="What">In a few words.</param>
/// <param name="At">UTC.</param>
/// <param name="By">Who did it; null when nobody is known.</param>
/// <param name="Details">How or why; null when nobody said.</param>
public sealed record OrderEvent(string What, DateTime At, string? By, string? Details);
