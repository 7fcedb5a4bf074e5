namespace CommerceKitty.Admin.Controls;

/// <summary>One of the things that a chart counts.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Tone">Its colour: 1 to 7 of the stylesheet's.</param>
public sealed record ChartSeries(string Name, int Tone);
