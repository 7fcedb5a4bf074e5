namespace CommerceKitty.Admin.Benchmarks;

/// <summary>What one load of one server gave.</summary>
internal sealed record Figure(double PerSecond, double CpuMicroseconds, double Bytes, double P50, double P99, long Refused);
