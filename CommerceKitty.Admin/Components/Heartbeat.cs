using Microsoft.JSInterop;

namespace CommerceKitty.Admin.Components;

/// <summary>By which a page notices that its server does not answer (app.js).</summary>
public static class Heartbeat
{
    /// <summary>Does nothing: that it returns is the answer.</summary>
    [JSInvokable]
    public static void Answer()
    {
    }
}
