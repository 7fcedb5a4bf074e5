namespace CommerceKitty.Admin.Features.Lookalikes;

/// <summary>Whose names are compared.</summary>
public enum LookalikeKind
{
    ApiKeys,
    UserNames,
    UserEmails,
    UserGroups,
    Products,
}
