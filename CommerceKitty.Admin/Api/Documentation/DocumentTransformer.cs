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
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CommerceKitty.Admin.Api.Documentation;

/// <summary>Completes the document: what it is about, the limits of every member, and an example of every body, put together from those of
/// the members.</summary>
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
                Description = "This installation (production, unless whoever runs it says otherwise)",
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
            // A body that may be left out need not be null as well.
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
        Summary = "Orders, products and stock of a multichannel shop, for scripts and integrations.",
        Description =
            """
            Everything is under `/api/v1`, speaks JSON in UTF-8 with camelCase members, and writes times in UTC (ISO 8601).

            **Authentication.** Send an API key with each request: `Authorization: Bearer kitty_…`. A key acts as one of your users: whatever the user's group
            allows, the key may do, and no more. `x-required-permission` at each operation names the permission that it needs. Disabling or revoking a key, or
            taking a permission away, governs the very next request.

            **Errors** are `application/problem+json` (RFC 9457) with a stable `code`. A request whose line or headers cannot be read at all (wrong HTTP, more than
            32 KB of headers, an address of more than 8 KB) is refused by the web server itself, without a body. A method that an address does not know
            gets 405 with an `Allow` header.

            **Lists** give `limit` items (1 to 200) and `next`, the cursor to send as `after` for the items behind them; null at the end. The same address is in
            the `Link` header. A list that grows meanwhile repeats and skips nothing.

            **Changes.** A single resource has an `ETag`; send it as `If-Match`, and a change is refused with 412 when somebody else was faster. A `POST` with an
            `Idempotency-Key` can be repeated safely. Members that do not exist are refused by name, so that a typing error cannot pass in silence.
            """.ReplaceLineEndings("\n"),
        Contact = new OpenApiContact { Name = "Whoever administers this installation", Email = "support@commercekitty.example" },
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
            // The generator adds null where the first use may be null; it belongs to the member, not to the list.
            schema.Enum = [.. schema.Enum.OfType<JsonValue>().Where(v => v.GetValueKind() == System.Text.Json.JsonValueKind.String)];
            schema.Type = JsonSchemaType.String;
            schema.Description ??= $"One of {string.Join(", ", schema.Enum)}.";
            schema.AdditionalPropertiesAllowed = true;
            return;
        }

        // Who reads must bear with members that later versions add; who writes must not invent any.
        schema.AdditionalPropertiesAllowed = !isRequest;
        // Answers have every member, null or not.
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

            if (inline.OneOf is { Count: > 0 } || ApiVocabulary.Find(name, member) is not { } word)
                continue;
            word.ApplyTo(inline);
            if (inline.Items is OpenApiSchema item && ApiVocabulary.Find(name, member + ApiVocabulary.EachItem) is { } each)
                each.ApplyTo(item);
            if (word.Type != JsonSchemaType.Array)
                inline.Examples = [word.Example?.DeepClone() ?? JsonNullSentinel.JsonNull];
        }
    }

    /// <summary>The schema that is meant where null may stand instead.</summary>
    private static OpenApiSchemaReference? OnlyOf(IOpenApiSchema? schema) =>
        schema?.OneOf?.OfType<OpenApiSchemaReference>().FirstOrDefault();

    private static JsonNode? Compose(IOpenApiSchema? schema, OpenApiDocument document, string? of = null, string? member = null)
    {
        switch (schema)
        {
            case OpenApiSchemaReference { Reference.Id: { } id }:
                return Compose(document.Components!.Schemas![id], document, id);
            case { OneOf.Count: > 0 }:
                return Compose(OnlyOf(schema), document);
            case { Properties.Count: > 0 }:
                var composed = new JsonObject();
                foreach (var (name, value) in schema.Properties)
                    composed[name] = Compose(value, document, of, name);
                return composed;
            case { Items: { } items }:
                return new JsonArray(Compose(items, document, of, member + ApiVocabulary.EachItem));
            default:
                return of is null ? null : ApiVocabulary.Find(of, member ?? of)?.Example?.DeepClone();
        }
    }
}
