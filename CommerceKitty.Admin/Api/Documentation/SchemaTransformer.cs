using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CommerceKitty.Admin.Api.Documentation;

/// <summary>Completes the schema of each member and parameter. Descriptions and examples are XML documentation, limits are data
/// annotations, both at the member; ASP.NET Core applies them. What follows from a type alone is added here and need not be repeated at
/// each member: an ID is at least 1, another whole number and an amount at least 0, a time is in UTC.</summary>
internal sealed class SchemaTransformer : IOpenApiSchemaTransformer
{
    /// <summary>The largest whole number that JavaScript represents exactly.</summary>
    private const string LargestSafeInteger = "9007199254740991";

    private const string TimePattern = @"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,7})?Z$";

    /// <summary>Where the framework keeps the description of a member whose schema is a reference.</summary>
    private const string ReferenceDescription = "x-ref-description";

    /// <inheritdoc/>
    public async Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        // The framework does not find the documentation of an enum that can be null.
        if (Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) is { IsEnum: true } enumeration)
        {
            var documented = await context.GetOrCreateSchemaAsync(enumeration, parameterDescription: null, cancellationToken);
            (schema.Description, schema.Examples) = (documented.Description, documented.Examples);
        }

        schema.Description = OneLine(schema.Description);
        if (context.JsonTypeInfo.Type == typeof(Stream))
            (schema.Description, schema.MaxLength) = ("The bytes of a file.", int.MaxValue);
        if (schema.Metadata?.TryGetValue(ReferenceDescription, out var described) == true && described is string text)
            schema.Metadata[ReferenceDescription] = OneLine(text)!;

        var attributes = AttributesOf(context);
        var parsedAs = attributes.OfType<IParsedAs>().FirstOrDefault();
        if (IsParameter(context))
        {
            schema.Type &= ~JsonSchemaType.Null;
            schema.Default = parsedAs?.Default switch
            {
                null => null,
                Enum value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()),
                var value => JsonSerializer.SerializeToNode(value),
            };
        }

        var type = ValueTypeOf(parsedAs?.Type ?? context.JsonTypeInfo.Type);
        Complete(schema, type, context.JsonPropertyInfo?.Name ?? context.ParameterDescription?.Name ?? string.Empty);
        if (parsedAs is not null && type.IsEnum)
            schema.Enum = [.. Names(type).Concat(parsedAs.Or is { } or ? [or] : []).Select(n => (JsonNode)n)];
        if (attributes.OfType<EmailAddressAttribute>().Any())
            schema.Format = "email";
        // The generator knows nothing of a number's null, because the API reads numbers in its own way.
        if (
            AllowsNull(context)
            || (context.JsonPropertyInfo is not null && Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) is not null))
            schema.Type |= JsonSchemaType.Null;
        if (attributes.OfType<PermissionNameAttribute>().Any())
            ListPermissions(schema);
        if (attributes.OfType<ItemLengthAttribute>().FirstOrDefault() is { } limit && schema.Items is OpenApiSchema item)
            item.MaxLength = limit.Length;
    }

    /// <summary>The text without line breaks: those of XML documentation have no meaning.</summary>
    internal static string? OneLine(string? text) =>
        text is null ? null : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>False for a body, which the framework calls a parameter, too.</summary>
    private static bool IsParameter(OpenApiSchemaTransformerContext context) =>
        context.JsonPropertyInfo is null
        && context.ParameterDescription is { } parameter
        && parameter.Source != BindingSource.Body;

    /// <summary>The compiler moves the attribute to the setter.</summary>
    private static bool AllowsNull(OpenApiSchemaTransformerContext context) =>
        (context.JsonPropertyInfo?.AttributeProvider as PropertyInfo)?.SetMethod?.GetParameters()[^1]
            .IsDefined(typeof(AllowNullAttribute), inherit: false) == true;

    private static object[] AttributesOf(OpenApiSchemaTransformerContext context) =>
        context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(inherit: true)
        ?? (context.ParameterDescription?.ParameterDescriptor as IParameterInfoParameterDescriptor)?.ParameterInfo
            .GetCustomAttributes(inherit: true)
        ?? [];

    /// <summary>The type without what says that a value may be missing.</summary>
    private static Type ValueTypeOf(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>))
            type = type.GetGenericArguments()[0];
        return Nullable.GetUnderlyingType(type) ?? type;
    }

    private static void Complete(OpenApiSchema schema, Type type, string name)
    {
        if (type == typeof(int))
            Limit(schema, JsonSchemaType.Integer, "int32", IsId(name) ? "1" : "0", int.MaxValue.ToString(CultureInfo.InvariantCulture));
        else if (type == typeof(long))
            Limit(schema, JsonSchemaType.Integer, "int64", IsId(name) ? "1" : "0", LargestSafeInteger);
        else if (type == typeof(decimal))
            Limit(schema, JsonSchemaType.Number, "decimal", "0", maximum: null);
        else if (type == typeof(bool))
            SetType(schema, JsonSchemaType.Boolean);
        else if (type == typeof(string) || type.IsEnum)
            SetType(schema, JsonSchemaType.String);
        else if (type == typeof(JsonObject))
            SetType(schema, JsonSchemaType.Object);
        else if (type == typeof(DateTime))
            (schema.Format, schema.MinLength, schema.MaxLength, schema.Pattern) = ("date-time", 20, 28, TimePattern);
    }

    private static bool IsId(string name) =>
        name.Equals("id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("Id", StringComparison.Ordinal);

    /// <summary>Limits at the member take precedence.</summary>
    private static void Limit(OpenApiSchema schema, JsonSchemaType type, string format, string minimum, string? maximum)
    {
        SetType(schema, type);
        schema.Format = format;
        // Numbers are accepted as numbers only; the framework describes them as text, too.
        schema.Pattern = null;
        schema.Minimum ??= minimum;
        schema.Maximum ??= maximum;
    }

    private static void SetType(OpenApiSchema schema, JsonSchemaType type) =>
        schema.Type = type | ((schema.Type ?? default) & JsonSchemaType.Null);

    private static IEnumerable<string> Names(Type type) => Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName);

    private static void ListPermissions(OpenApiSchema schema)
    {
        if (schema.Items is null)
        {
            schema.Enum = [.. PermissionCatalogue.All.Select(p => (JsonNode)p.Name)];
            return;
        }

        schema.MaxItems = PermissionCatalogue.All.Length;
        if (schema.Items is OpenApiSchema { Type: JsonSchemaType.String } item)
            ListPermissions(item);
    }
}
