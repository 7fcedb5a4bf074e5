using System.ComponentModel.DataAnnotations;
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

namespace CommerceKitty.Admin.Features.Account;

/// <summary>An API key with its new value. The value is shown only in this response.</summary>
public sealed record RotatedApiKeyResource(ApiKeyResource Key, string Value, DateTime? PreviousUntil)
{
    /// <summary>The key, with the hint of the new value.</summary>
    public ApiKeyResource Key { get; init; } = Key;

    /// <summary>The new value. Its checksum in this example is wrong on purpose.</summary>
    /// <example>kitty_Ab3dEXAMPLEexampleEXAMPLEexampleEXAM000000</example>
    [Length(ApiKeyToken.Length, ApiKeyToken.Length), RegularExpression(ApiKeyToken.ValuePattern)]
    public string Value { get; init; } = Value;

    /// <summary>Until when the old value still works. Null when it no longer works.</summary>
    /// <example>2026-11-24T09:30:00Z</example>
    public DateTime? PreviousUntil { get; init; } = PreviousUntil;

    /// <summary>Never contains the value.</summary>
    public override string ToString() => Key.ToString();
}
