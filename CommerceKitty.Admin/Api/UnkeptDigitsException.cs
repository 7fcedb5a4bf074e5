using System.Text.Json;

namespace CommerceKitty.Admin.Api;

/// <summary>A number in a body has more digits than are kept.</summary>
public sealed class UnkeptDigitsException() : JsonException(message: null);
