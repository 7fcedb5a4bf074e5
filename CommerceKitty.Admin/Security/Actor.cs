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
using System.Net;

namespace CommerceKitty.Admin.Security;

/// <summary>Who performs an operation: the user, and the key when it came by key. Every service call has one.</summary>
public sealed record Actor
{
    /// <summary>The way it acts.</summary>
    public required ActorKind Kind { get; init; }

    /// <summary>The user it acts as; null for the command line and the system.</summary>
    public UserAccess? User { get; init; }

    /// <summary>The key's id, when it came by key.</summary>
    public int? ApiKeyId { get; init; }

    /// <summary>The hash of the value it came by: of two values of a rotated key, which one. Not public, so that no record prints
    /// it.</summary>
    internal KeyHash? ApiKeyValue { get; init; }

    /// <summary>The key's own limit of requests; null for the usual one.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>The caller's address, when there is one.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>How audit entries name it, e.g. "Olivia Owner" or "Command line (root)".</summary>
    public required string Label { get; init; }

    /// <summary>The application itself.</summary>
    public static readonly Actor System = new() { Kind = ActorKind.System, Label = "System" };

    /// <summary>The operator at the command line of the server's machine.</summary>
    public static Actor CommandLine(string operatingSystemUser) =>
        new() { Kind = ActorKind.CommandLine, Label = $"Command line ({operatingSystemUser})" };

    /// <summary>Somebody who tries to sign in.</summary>
    public static Actor Anonymous(IPAddress? address) => new() { Kind = ActorKind.Anonymous, Address = address, Label = "Not signed in" };

    /// <summary>A signed-in person.</summary>
    public static Actor Person(UserAccess user, IPAddress? address) =>
        new() { Kind = ActorKind.Person, User = user, Address = address, Label = user.Name };

    /// <summary>A user by way of one of its keys.</summary>
    public static Actor ByKey(UserAccess user, int apiKeyId, IPAddress? address, KeyHash? value = null, int? requestsPerMinute = null) =>
        new()
        {
            Kind = ActorKind.ApiKey,
            User = user,
            ApiKeyId = apiKeyId,
            ApiKeyValue = value,
            RequestsPerMinute = requestsPerMinute,
            Address = address,
            Label = user.Name,
        };
}
