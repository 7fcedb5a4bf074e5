using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Entities;

/// <summary>Why, by whom and when stock changes.</summary>
/// <param name="Reason">The kind of change.</param>
/// <param name="Actor">Who changes it.</param>
/// <param name="At">UTC.</param>
/// <param name="Note">In someone's own words; at most <see cref="StockMovement.NoteLength"/> characters.</param>
/// <param name="Order">The order it is for.</param>
public readonly record struct StockCause(StockReason Reason, Actor Actor, DateTime At, string? Note = null, Order? Order = null);
