using System.Text.Json.Nodes;
using CommerceKitty.Admin.Common.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CommerceKitty.Admin.Api.Documentation;

/// <summary>Completes the document: what it is about, which members are required, and an example of each body, composed of the examples of
/// its members.</summary>
internal sealed class DocumentTransformer : IOpenApiDocumentTransformer
{
    /// <inheritdoc/>
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = Info();
        document.Servers =
        [
            new OpenApiServer
            {
                Url = "/",
                Description = "This installation (production)",
                Extensions = new Dictionary<string, IOpenApiExtension> { ["x-internal"] = new JsonNodeExtension(JsonValue.Create(false)) },
            },
        ];
        document.Tags = ApiTags.UsedIn(document);
        var bodies = Bodies(document).ToList();
        var requests = Reachable(document, bodies.Where(b => b.IsRequest).Select(b => b.Content.Schema));
        foreach (var (name, schema) in document.Components!.Schemas!)
        {
            if (schema is OpenApiSchema concrete)
                Complete(name, concrete, requests.Contains(name), document);
        }

        foreach (var (content, _) in bodies)
        {
            // An optional body is left out rather than null.
            if (OnlyOf(content.Schema) is { } only)
                content.Schema = new OpenApiSchemaReference(only.Reference.Id!, document);
            content.Example = Compose(content.Schema, document);
        }

        SharedParts.AddTo(document);
        return Task.CompletedTask;
    }

    private static OpenApiInfo Info() => new()
    {
        Title = "Commerce Kitty Admin API",
        Version = "1.0.0",
        Summary = "Orders, products and inventory of a multichannel shop, for scripts and integrations.",
        Description =
            """
            All addresses start with `/api/v1`. Requests and responses are JSON in UTF-8 with camelCase members. Times are in UTC (ISO
            8601). Text is stored composed (Unicode NFC), and searches find it in either form. Names, codes and emails can't have
            invisible characters; the names and notes of customers can. `HEAD` works wherever `GET` does.

            **Authentication.** Send an API key with each request: `Authorization: Bearer kitty_…`. A key acts as one of your users and
            has the permissions of that user's group. `x-required-permission` names the permission that an operation requires. Disabling
            or revoking a key, or removing a permission, applies from the next request.

            **Errors** are `application/problem+json` (RFC 9457) with a `code` that never changes. The web server itself rejects a
            request whose line or headers can't be read (invalid HTTP, more than 32 KB of headers, an address of more than 8 KB),
            without a body. A method that an address does not support returns 405 with an `Allow` header.

            **Lists** return up to `limit` items (1 to 200) and the cursor `next`. Send it as `after` to get the next page. On the last
            page it is null. The `Link` header contains the address of the next page. Items that are added later neither repeat nor skip
            others.

            **Changes.** A single resource has an `ETag`. Send it as `If-Match`: if someone else has changed the resource, the request
            is rejected with 412. A `POST` with an `Idempotency-Key` can be repeated safely. Unknown members and unknown
            query parameters are rejected by name, so that a typo is not ignored.
            """.ReplaceLineEndings("\n"),
        Contact = new OpenApiContact { Name = "The administrator of this installation", Email = "support@commercekitty.example" },
        License = new OpenApiLicense
        {
            Name = "For use with this installation of Commerce Kitty Admin",
            Identifier = "LicenseRef-CommerceKitty",
        },
    };

    private static IEnumerable<(OpenApiMediaType Content, bool IsRequest)> Bodies(OpenApiDocument document)
    {
        foreach (var operation in document.Paths.Values.SelectMany(p => p.Operations!.Values))
        {
            foreach (var content in operation.RequestBody?.Content?.Values ?? [])
                yield return (content, true);
            foreach (var response in operation.Responses!.Where(r => r.Key.StartsWith('2')))
            {
                foreach (var content in response.Value.Content?.Values ?? [])
                    yield return (content, false);
            }
        }
    }

    /// <summary>The names of these schemas and of all within them.</summary>
    private static HashSet<string> Reachable(OpenApiDocument document, IEnumerable<IOpenApiSchema?> from)
    {
        var found = new HashSet<string>();
        var open = new Stack<IOpenApiSchema?>(from);
        while (open.TryPop(out var schema))
        {
            if (schema is OpenApiSchemaReference { Reference.Id: { } id })
            {
                if (!found.Add(id))
                    continue;
                schema = document.Components!.Schemas![id];
            }

            foreach (
                var inner in (schema?.Properties?.Values ?? []).Concat(schema?.OneOf ?? []).Append(schema?.Items).OfType<IOpenApiSchema>())
                open.Push(inner);
        }

        return found;
    }

    private static void Complete(string name, OpenApiSchema schema, bool isRequest, OpenApiDocument document)
    {
        if (schema.Enum is { Count: > 0 })
        {
            // The generator adds null when the first use can be null. That belongs to the member, not to the enum.
            schema.Enum = [.. schema.Enum.OfType<JsonValue>().Where(v => v.GetValueKind() == System.Text.Json.JsonValueKind.String)];
            schema.Type = JsonSchemaType.String;
            schema.AdditionalPropertiesAllowed = true;
            return;
        }

        // Clients must ignore members that later versions add, but must not send unknown ones.
        schema.AdditionalPropertiesAllowed = !isRequest;
        // Responses contain all members, null or not.
        if (!isRequest)
            schema.Required = schema.Properties?.Keys.ToHashSet();
        foreach (var (member, value) in schema.Properties?.ToList() ?? [])
        {
            if (value is not OpenApiSchema inline)
                continue;
            if (isRequest && schema.Required?.Contains(member) == true)
            {
                inline.Type &= ~JsonSchemaType.Null;
                if (OnlyOf(inline) is { } only)
                    schema.Properties![member] = new OpenApiSchemaReference(only.Reference.Id!, document)
                    {
                        Description = only.Description,
                    };
            }
        }
    }

    /// <summary>The schema of a value that can also be null.</summary>
    private static OpenApiSchemaReference? OnlyOf(IOpenApiSchema? schema) =>
        schema?.OneOf?.OfType<OpenApiSchemaReference>().FirstOrDefault();

    /// <summary>The example of a schema, or one composed of its members' examples. A member that can be null is null unless it has an
    /// example.</summary>
    private static JsonNode? Compose(IOpenApiSchema? schema, OpenApiDocument document)
    {
        switch (schema)
        {
            case { Examples: [{ } example, ..] }:
                return example.DeepClone();
            case { Enum: [{ } first, ..] }:
                return first.DeepClone();
            case OpenApiSchemaReference { Reference.Id: { } id }:
                return Compose(document.Components!.Schemas![id], document);
            case { OneOf.Count: > 0 }:
                return Compose(OnlyOf(schema), document);
            case { Properties.Count: > 0 }:
                var composed = new JsonObject();
                foreach (var (name, value) in schema.Properties)
                    composed[name] = Compose(value, document);
                return composed;
            case { Items: { } items }:
                return new JsonArray(Compose(items, document));
            default:
                return null;
        }
    }
}
