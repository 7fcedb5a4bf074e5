namespace CommerceKitty.Admin.Features.Calls;

/// <summary>The methods that calls are told apart by.</summary>
public static class CallMethods
{
    /// <summary>Any method that the API does not know.</summary>
    public const string Other = "OTHER";

    /// <summary>The methods of HTTP that the API answers, and the one for all others.</summary>
    public static readonly IReadOnlyList<string> All = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", Other];
}
