using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>Requests and answers of the API as a test writes and reads them.</summary>
public static class ApiCalls
{
    /// <summary>Sends this body as JSON; none when it is null.</summary>
    public static Task<HttpResponseMessage> SendAsync(
        this HttpClient client,
        string method,
        string path,
        string? body = null,
        string? ifMatch = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), "/api/v1" + path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return client.SendAsync(request);
    }

    /// <summary>The answer's JSON.</summary>
    public static Task<JsonElement> JsonAsync(this HttpResponseMessage response) => response.Content.ReadFromJsonAsync<JsonElement>();

    /// <summary>The answer's problem: its JSON, once its media type is checked.</summary>
    public static Task<JsonElement> ProblemAsync(this HttpResponseMessage response)
    {
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        return response.JsonAsync();
    }

    /// <summary>Status and code of a problem, e.g. "409 out-of-stock"; the status alone of another answer.</summary>
    public static async Task<string> OutcomeAsync(this HttpResponseMessage response) => response.IsSuccessStatusCode
        ? $"{(int)response.StatusCode}"
        : $"{(int)response.StatusCode} {(await response.ProblemAsync()).GetProperty("code").GetString()}";
}
