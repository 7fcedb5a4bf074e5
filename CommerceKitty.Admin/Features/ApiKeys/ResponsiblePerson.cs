namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>The person who is told what happens to a key.</summary>
/// <param name="Id">The user's ID.</param>
/// <param name="Name">First and last name.</param>
/// <param name="Enabled">False when the person's account is disabled: then nobody reads what this person is told.</param>
public sealed record ResponsiblePerson(int Id, string Name, bool Enabled);
