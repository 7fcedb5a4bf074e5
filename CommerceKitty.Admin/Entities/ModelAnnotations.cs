namespace CommerceKitty.Admin.Entities;

/// <summary>Notes in the model that each database provider puts into its own words.</summary>
internal static class ModelAnnotations
{
    /// <summary>Marks a unique index that holds only for rows whose (boolean) column is true.</summary>
    public const string OnlyWhereTrue = "CommerceKitty:OnlyWhereTrue";
}
