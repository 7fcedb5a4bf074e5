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

namespace CommerceKitty.Admin.Controls;

/// <summary>A plain page of its own for what failed: it needs no sign-in, no database and no form, any of which may have failed
/// (R11).</summary>
public static class ErrorPage
{
    /// <summary>Writes the page.</summary>
    public static Task WriteAsync(HttpContext http, int status, string title, string advice)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        var id = WebUtility.HtmlEncode(http.TraceIdentifier);
        return http.Response.WriteAsync($$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>{{title}} · Commerce Kitty</title>
              <style>
                body { font: 400 14px/1.5 Inter, system-ui, sans-serif; display: grid; place-items: center; min-height: 90vh; margin: 0 16px }
                main { max-width: 420px }
                h1 { font-size: 20px }
              </style>
            </head>
            <body>
              <main>
                <h1>{{title}}</h1>
                <p>{{advice}}</p>
                <p>If this continues, give your administrator this ID: <code>{{id}}</code></p>
                <p><a href="/">Go to the home page</a></p>
              </main>
            </body>
            </html>
            """);
    }
}
