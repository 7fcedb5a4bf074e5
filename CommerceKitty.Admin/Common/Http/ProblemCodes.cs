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
namespace CommerceKitty.Admin.Common.Http;

/// <summary>Every code that the API answers with; the help page and the OpenAPI document are made from it.</summary>
public static class ProblemCodes
{
    /// <summary>All of them, by topic.</summary>
    public static IReadOnlyList<ProblemCode> All { get; } =
    [
        new(401, "no-credentials", "No API key was sent. Put it into the Authorization header."),
        new(
            401,
            "invalid-token",
            "The key is not accepted: mistyped, disabled, revoked, or its user is disabled. The answer is the same for all of these; an administrator sees which."
        ),
        new(401, "not-signed-in", "The key or its user was disabled while the request was being answered."),
        new(400, "invalid-request", "The key was sent twice, or in the address or body as well. Send it once, in the header."),
        new(
            403,
            "permission-missing",
            "The key's user lacks the permission that the answer names. Whoever may edit user groups can grant it."),
        new(403, "key-cannot-grant", "An API key never creates, enables or widens access: sign in for that."),
        new(403, "only-owner", "This is the account owner's; nobody else changes it."),
        new(409, "key-revoked", "The API key is revoked, which is for good."),
        new(409, "value-replaced", "A rotation replaced this value of the key; only the newest can rotate it."),
        new(400, "validation-failed", "The input has the wrong shape; errors says which field and why."),
        new(400, "malformed-json", "The body is not readable, or has a member that does not exist. The answer says where."),
        new(400, "bad-request", "The request could not be read; the detail says why."),
        new(400, "bad-if-match", "If-Match is not one entity tag. Send the ETag of the resource as it came, with its quotation marks."),
        new(400, "bad-idempotency-key", "An Idempotency-Key has 1 to 255 visible ASCII characters, and there is one of them."),
        new(422, "idempotency-key-reused", "The Idempotency-Key was sent with another request. Use a new one for each new request."),
        new(
            409,
            "idempotency-in-flight",
            "The first request with this Idempotency-Key is still being carried out. Send it again after Retry-After."),
        new(
            409,
            "idempotency-answer-lost",
            "The request was carried out, but its answer is not kept. Read the resource to see what came of it."),
        new(415, "unsupported-media-type", "Send the body as application/json."),
        new(408, "timed-out", "The body came too slowly. Send the request again."),
        new(413, "too-large", "The body is larger than 1 MB."),
        new(404, "not-found", "There is no such resource."),
        new(405, "method-not-allowed", "The Allow header names what the address answers."),
        new(412, "changed-meanwhile", "Somebody changed the resource since you read it. Read it again, then repeat your change."),
        new(409, "changed-meanwhile", "Somebody changed the resource at the same moment. Read it again, then repeat your change."),
        new(409, "out-of-stock", "Fewer pieces are available than ordered. Nothing was ordered or reserved."),
        new(
            409,
            "order-status",
            "The order's status does not allow this: what is shipped or cancelled stays so, and what has left in part cannot be cancelled."
        ),
        new(409, "not-enough-stock", "More pieces would leave than there are."),
        new(409, "below-reserved", "Fewer pieces would be there than are reserved for orders."),
        new(409, "too-much-stock", "A source holds at most 1,000,000,000 pieces of a product."),
        new(409, "code-taken", "There is a product with this code already, perhaps an archived one."),
        new(409, "nothing-to-ship", "The order has no items."),
        new(409, "not-reserved", "No stock is reserved for the order, which is older than reservations."),
        new(
            429,
            "too-many-requests",
            "The key, or an address without one, calls more often than is allowed. Wait as long as Retry-After says."),
        new(503, "unavailable", "The database does not answer. Wait as long as Retry-After says, then repeat the request."),
        new(500, "internal-error", "Our mistake. Quote the traceId when you report it."),
    ];

    /// <summary>The code with this status, or null when there is none.</summary>
    public static ProblemCode? Find(int status, string code) => All.FirstOrDefault(c => c.Status == status && c.Code == code);
}
