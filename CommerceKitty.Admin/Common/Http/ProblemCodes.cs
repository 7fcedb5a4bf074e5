namespace CommerceKitty.Admin.Common.Http;

/// <summary>All error codes of the API. The help page and the OpenAPI document are generated from them.</summary>
public static class ProblemCodes
{
    /// <summary>All codes, by topic.</summary>
    public static IReadOnlyList<ProblemCode> All { get; } =
    [
        new(401, "no-credentials", "No API key was sent. Send it in the Authorization header."),
        new(
            401,
            "invalid-token",
            "The key is not accepted: it is mistyped, disabled or revoked, or its user is disabled. "
            + "The response is the same in all cases; an administrator can see the reason."),
        new(401, "not-signed-in", "The key or its user was disabled while the request was being processed."),
        new(400, "invalid-request", "The key was sent twice, or in the address or body as well. Send it once, in the header."),
        new(
            403,
            "permission-missing",
            "The key's user does not have the permission that the response names. Someone who can edit user groups can grant it."),
        new(403, "https-required", "The request was sent over plain HTTP. Use https://, and rotate the key that was sent."),
        new(403, "key-cannot-grant", "An API key can't create, enable or extend access. Sign in to do that."),
        new(403, "only-owner", "Only the account owner can change this."),
        new(403, "owner-stays-enabled", "The account owner can't be disabled. Transfer the ownership first."),
        new(403, "not-yourself", "You can't disable yourself. Ask someone else who can edit users."),
        new(409, "last-administrator", "This is the last user who can edit users. Give someone else that permission first."),
        new(409, "key-revoked", "The API key is revoked, which can't be undone."),
        new(409, "value-replaced", "This value of the key was replaced by a rotation. Only the newest value can rotate the key."),
        new(
            409,
            "value-already-given",
            "The request with this Idempotency-Key gave a key's new value, which can't be shown again. The detail says what to do."),
        new(400, "validation-failed", "The request is not valid. The member errors names the fields and the reasons."),
        new(400, "malformed-json", "The body is not valid JSON or has an unknown member. The detail says where."),
        new(400, "bad-request", "The request could not be read. The detail says why."),
        new(400, "bad-if-match", "If-Match is not a list of ETags. Send the ETag of the resource unchanged, with its quotation marks."),
        new(
            400,
            "bad-if-none-match",
            "If-None-Match is not a list of ETags. Send the ETag of the resource unchanged, with its quotation marks."),
        new(
            400,
            "unsupported-precondition",
            "The operation does not support this precondition. Where a resource has an ETag, send it as If-Match; elsewhere, send none."),
        new(400, "bad-idempotency-key", "The Idempotency-Key must be a single value of 1 to 255 visible ASCII characters."),
        new(422, "idempotency-key-reused", "The Idempotency-Key was used for another request. Use a new one for each new request."),
        new(
            409,
            "idempotency-in-flight",
            "The first request with this Idempotency-Key is still being processed. Send it again after the time in Retry-After."),
        new(
            409,
            "idempotency-answer-lost",
            "The request was processed, but its response is no longer available. Read the resource to see the result."),
        new(415, "unsupported-media-type", "Send the body as application/json in UTF-8, without a Content-Encoding."),
        new(408, "timed-out", "The body was received too slowly. Send the request again."),
        new(413, "too-large", "The body is larger than 1 MB."),
        new(404, "not-found", "The resource does not exist."),
        new(405, "method-not-allowed", "The address does not support this method. The Allow header lists those that it supports."),
        new(412, "changed-meanwhile", "Someone else has changed the resource since you read it. Read it again, then repeat your change."),
        new(
            412,
            "unknown-entity-tag",
            "If-Match has no ETag that this API gives: it is weak (W/) or was changed, for example by a proxy. Send the ETag unchanged."),
        new(412, "if-match-failed", "The resource to read does not have the ETag that If-Match names. Read it without If-Match."),
        new(412, "if-none-match-failed", "The resource exists and has a version that If-None-Match excludes."),
        new(409, "changed-meanwhile", "Someone else changed the resource at the same time. Read it again, then repeat your change."),
        new(409, "out-of-stock", "Fewer items are available than ordered. Nothing was ordered or reserved."),
        new(
            409,
            "order-status",
            "The order's status does not allow this. A shipped or cancelled order can't be changed back, "
            + "and a partially shipped order can't be cancelled."),
        new(409, "not-enough-stock", "There are fewer items in stock than would be removed."),
        new(409, "below-reserved", "There would be fewer items in stock than are reserved for orders."),
        new(409, "too-much-stock", "An inventory source can hold at most 1,000,000,000 items of a product."),
        new(409, "code-taken", "Another product has this code. It may be archived."),
        new(409, "nothing-to-ship", "The order has no items."),
        new(409, "not-reserved", "No stock is reserved for the order, because it is older than reservations."),
        new(
            429,
            "too-many-requests",
            "The key, or the IP address of requests without a key, has sent too many requests. Wait for the time in Retry-After."),
        new(503, "unavailable", "The database does not respond. Wait for the time in Retry-After, then repeat the request."),
        new(500, "internal-error", "An error on the server. Include the traceId when you report it."),
    ];

    /// <summary>The code with this status, or null.</summary>
    public static ProblemCode? Find(int status, string code) => All.FirstOrDefault(c => c.Status == status && c.Code == code);
}
