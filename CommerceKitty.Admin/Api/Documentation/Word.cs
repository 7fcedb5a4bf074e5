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
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace CommerceKitty.Admin.Api.Documentation;

/// <summary>What the value of a member or parameter may be, and an example of it.</summary>
internal sealed record Word
{
    /// <summary>The value's JSON type, without null.</summary>
    public required JsonSchemaType Type { get; init; }

    /// <summary>A value that is right; null where null is the telling one.</summary>
    public required JsonNode? Example { get; init; }

    /// <summary>Of the format registry, e.g. date-time.</summary>
    public string? Format { get; init; }

    /// <summary>In Unicode characters; for arrays in items.</summary>
    public int? MinimumLength { get; init; }

    /// <inheritdoc cref="MinimumLength"/>
    public int? MaximumLength { get; init; }

    /// <summary>A regular expression of ECMA-262.</summary>
    public string? Pattern { get; init; }

    public string? Minimum { get; init; }

    public string? Maximum { get; init; }

    /// <summary>The only values.</summary>
    public IReadOnlyList<string>? OneOf { get; init; }

    /// <summary>What counts when it is left out.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>True where null is an answer of its own, although the member need not be given.</summary>
    public bool MayBeNull { get; init; }

    /// <summary>A text.</summary>
    public static Word Text(int maximumLength, string? example, int minimumLength = 0, string? pattern = null) => new()
    {
        Type = JsonSchemaType.String,
        Example = example,
        MinimumLength = minimumLength,
        MaximumLength = maximumLength,
        Pattern = pattern,
    };

    /// <summary>An email address.</summary>
    public static Word Email(string example) => Text(Common.TextRules.EmailLength, example, 3) with { Format = "email" };

    /// <summary>One of these texts.</summary>
    public static Word Choice(string example, params IReadOnlyList<string> values) =>
        new()
        {
            Type = JsonSchemaType.String,
            Example = example,
            OneOf = values,
        };

    /// <summary>A whole number of 32 bits.</summary>
    public static Word Whole(int minimum, int maximum, int example) => new()
    {
        Type = JsonSchemaType.Integer,
        Example = example,
        Format = "int32",
        Minimum = minimum.ToString(CultureInfo.InvariantCulture),
        Maximum = maximum.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>An id.</summary>
    public static Word Id(int example) => Whole(1, int.MaxValue, example);

    /// <summary>An id of something of which there are very many; JavaScript can still count it.</summary>
    public static Word LongId(int example) => Id(example) with { Format = "int64", Maximum = "9007199254740991" };

    /// <summary>One of the sorts of a list.</summary>
    public static Word Sort<T>(Common.SliceSorts<T> sorts)
        where T : class => Choice(sorts.Usual, sorts.Choices) with { Default = sorts.Usual };

    /// <summary>An amount of money.</summary>
    public static Word Amount(decimal maximum, decimal example) => new()
    {
        Type = JsonSchemaType.Number,
        Example = example,
        Format = "decimal",
        Minimum = "0",
        Maximum = maximum.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>A time in UTC.</summary>
    public static Word Time(string? example) => new()
    {
        Type = JsonSchemaType.String,
        Example = example,
        Format = "date-time",
        MinimumLength = 20,
        MaximumLength = 28,
        Pattern = @"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,7})?Z$",
    };

    /// <summary>True or false.</summary>
    public static Word Flag(bool example) => new() { Type = JsonSchemaType.Boolean, Example = example };

    /// <summary>An array; its items have a schema of their own.</summary>
    public static Word Many(int maximum, int minimum = 0) =>
        new()
        {
            Type = JsonSchemaType.Array,
            Example = null,
            MinimumLength = minimum,
            MaximumLength = maximum,
        };

    /// <summary>Writes the limits into a schema; its description, items and whether it may be null stay.</summary>
    public void ApplyTo(OpenApiSchema schema)
    {
        schema.Type = Type | ((schema.Type ?? default) & JsonSchemaType.Null) | (MayBeNull ? JsonSchemaType.Null : default);
        schema.Format = Format;
        schema.Pattern = Pattern;
        schema.Minimum = Minimum;
        schema.Maximum = Maximum;
        schema.Default = Default?.DeepClone();
        if (Type == JsonSchemaType.Array)
            (schema.MinItems, schema.MaxItems) = (MinimumLength, MaximumLength);
        else
            (schema.MinLength, schema.MaxLength) = (MinimumLength, MaximumLength);
        if (OneOf is not null)
            schema.Enum = [.. OneOf.Select(v => (JsonNode)v)];
    }
}
