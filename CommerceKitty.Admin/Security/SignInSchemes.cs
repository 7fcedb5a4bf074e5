namespace CommerceKitty.Admin.Security;

/// <summary>Names of the product's authentication schemes.</summary>
public static class SignInSchemes
{
    /// <summary>Chooses by path: keys under <c>/api</c>, the cookie elsewhere. A cookie is worth nothing to the API.</summary>
    public const string ByPath = "ByPath";

    /// <summary>An API key as a bearer token.</summary>
    public const string ApiKey = "ApiKey";
}
