namespace CommerceKitty.Admin.Data;

/// <summary>The database was brought to a schema that this version of the program does not know.</summary>
/// <param name="migrations">The migrations that this version does not know, oldest first.</param>
public sealed class DatabaseIsNewerException(IReadOnlyList<string> migrations) : Exception(
    $"The database belongs to a newer version of Commerce Kitty Admin: this version does not know its migration{(
        migrations.Count == 1 ? string.Empty : "s")} {string.Join(", ", migrations)}. "
    + "Start the newer version, or restore the backup from before the upgrade.");
