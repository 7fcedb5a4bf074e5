using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Bunit;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>Waits for something that comes by itself and tells nobody, and holds the one limit of all waiting.</summary>
public static class Until
{
    /// <summary>How long a test waits at most for a page, an answer, a process or anything else. A wait costs nothing once its condition
    /// holds, so the limit is for a machine that is many times as busy as it should be. The only one: <c>WaitingTests</c> holds
    /// that.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The same as Playwright counts it.</summary>
    public static float TimeoutInMilliseconds => (float)Timeout.TotalMilliseconds;

    /// <summary>Checks until there is something.</summary>
    /// <param name="look">Null while there is nothing.</param>
    /// <param name="what">What is waited for, for the failure.</param>
    /// <exception cref="TimeoutException">It did not come.</exception>
    public static async Task<T> ThereIsAsync<T>(Func<Task<T?>> look, string what)
        where T : class
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < Timeout;)
        {
            if (await look() is { } found)
                return found;
            await Task.Delay(Pause);
        }

        throw new TimeoutException($"Waited {Timeout.TotalMinutes} minutes for {what}.");
    }

    /// <summary>bUnit's and Playwright's own limits, before any test.</summary>
    [ModuleInitializer]
    internal static void SetDefaults()
    {
        BunitContext.DefaultWaitTimeout = Timeout;
        Microsoft.Playwright.Assertions.SetDefaultExpectTimeout(TimeoutInMilliseconds);
    }
}
