namespace CommerceKitty.Admin.Data.Audit;

/// <summary>The thing an audited change was made to.</summary>
/// <param name="Type">A resource of the permission catalogue, e.g. <c>api-keys</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name at this time.</param>
public readonly record struct AuditTarget(string Type, int Id, string Name);
