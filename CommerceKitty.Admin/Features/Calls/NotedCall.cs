using System.Net;
using CommerceKitty.Admin.Entities;

namespace CommerceKitty.Admin.Features.Calls;

/// <summary>A call as the pipeline has it: references to what is there anyway, so that noting it makes no object.</summary>
internal readonly record struct NotedCall(
    int ApiKeyId, DateTime At, string Method, string Route, int Status, long Microseconds, IPAddress? Address, string UserAgent,
    string RequestId, RefusalReason? Reason, int LeftOut)
{
    /// <summary>The row: without any key's value, and not too long.</summary>
    public ApiKeyCall ToRow() => new()
    {
        ApiKeyId = ApiKeyId,
        At = At,
        Method = KnownMethod(Method),
        Route = Route,
        Status = Status,
        Microseconds = (int)Math.Min(Microseconds, int.MaxValue),
        Address = Common.AddressText.Of(Address),
        UserAgent = ApiKeyLastUse.SanitizeUserAgent(UserAgent),
        RequestId = Refusal.SanitizeRequestId(RequestId),
        Reason = Reason,
        LeftOut = LeftOut,
    };

    /// <summary>A method is the caller's text.</summary>
    private static string KnownMethod(string method) => CallMethods.All.Contains(method) ? method : CallMethods.Other;
}
