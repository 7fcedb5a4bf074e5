using System.Globalization;
using System.Net;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using Microsoft.AspNetCore.Identity;

namespace CommerceKitty.Admin.Benchmarks;

/// <summary>Anonymous sign-ins beside a good key: what they cost its calls, with passwords checked by threads of their own, and as it would
/// be on the pool's. Without limits by address, as if each try came from another one.</summary>
internal static class SignInFlood
{
    /// <summary>Signs in as the product does.</summary>
    public const string Path = "/sign-in";

    /// <summary>Checks the password on the thread that serves the request.</summary>
    public const string PathOfPool = "/sign-in-on-the-pool";

    private const double Seconds = 4;

    private static readonly int[] Connections = [0, 4, 20, 50];

    /// <summary>Prints the median call of a good key beside so many connections, and how many times that is of the quiet one.</summary>
    public static async Task<int> RunAsync(string? postgres)
    {
        using var database = new BenchDatabase(postgres);
        using var server = await BenchProcess.StartAsync("ours", database);
        await server.MeasureAsync(1, 1);
        foreach (var (name, path) in ((string, string)[])[("on the pool's threads", PathOfPool), ("bounded", Path)])
        {
            var quiet = 0.0;
            foreach (var connections in Connections)
            {
                using var stop = new CancellationTokenSource();
                var flood = FloodAsync(server.Address, path, connections, stop.Token);
                var good = await server.MeasureAsync(1, Seconds);
                await stop.CancelAsync();
                var (answered, refused) = await flood;
                quiet = connections == 0 ? good.P50 : quiet;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{name}, {connections} connections: median {good.P50 / 1000:F2} ms ({good.P50 / quiet:F1} times), "
                    + $"p99 {good.P99 / 1000:F2} ms; "
                    + $"{answered / Seconds:F0} sign-ins a second checked, {refused / Seconds:F0} answered with 429"));
            }
        }

        return 0;
    }

    /// <summary>The product's own way.</summary>
    public static async Task<IResult> SignInAsync(SignInService signIn, HttpContext http)
    {
        var result = await signIn.SignInAsync(EmailOf(http), "not-the-password", http);
        return result.Error?.Code == SignInService.TooMany.Code
            ? Results.StatusCode(StatusCodes.Status429TooManyRequests)
            : Results.Unauthorized();
    }

    /// <summary>As Identity's own sign-in does it.</summary>
    public static async Task<IResult> SignInOnThePoolAsync(UserManager<User> users, IPasswordHasher<User> hasher, HttpContext http)
    {
        await users.FindByEmailAsync(EmailOf(http));
        hasher.HashPassword(new User { FirstName = string.Empty, LastName = string.Empty }, "not-the-password");
        return Results.Unauthorized();
    }

    private static string EmailOf(HttpContext http) => $"nobody-{http.Connection.RemotePort}@example.com";

    private static async Task<(int Checked, int Refused)> FloodAsync(Uri address, string path, int connections, CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = address };
        var (done, refused) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            try
            {
                while (true)
                {
                    using var answer = await client.PostAsync(path, null, stop);
                    if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                    {
                        Interlocked.Increment(ref refused);
                        // Even a program that does not heed Retry-After has work between two tries.
                        await Task.Delay(20, stop);
                    }
                    else
                    {
                        Interlocked.Increment(ref done);
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // The round is over.
            }
        }));
        return (done, refused);
    }
}
