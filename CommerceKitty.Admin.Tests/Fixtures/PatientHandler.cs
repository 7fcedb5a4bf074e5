using System.Net;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>Repeats what was answered 503 with Retry-After, as the API asks its callers to: on a machine that is many times too busy a
/// node cannot always tell within a second that nothing has changed (R11).</summary>
internal sealed class PatientHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var repeatable = request.Content is null or ByteArrayContent;
        using var patience = new CancellationTokenSource(Until.Timeout);
        while (true)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable
                || response.Headers.RetryAfter?.Delta is not { } pause
                || !repeatable
                || patience.IsCancellationRequested)
                return response;
            response.Dispose();
            await Task.Delay(pause, cancellationToken);
        }
    }
}
